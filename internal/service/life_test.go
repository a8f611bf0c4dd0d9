package service_test

import (
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/service"
)

func TestEveryStepFromEveryStatus(t *testing.T) {
	legal := map[service.Status]map[service.Step]service.Status{
		service.Design:         {service.Place: service.Ordered},
		service.Ordered:        {service.Accept: service.Deployable, service.Fail: service.Failed, service.End: service.Decommissioned},
		service.Deployable:     {service.Build: service.Configured, service.Fail: service.Failed, service.End: service.Decommissioned},
		service.Configured:     {service.Light: service.Live, service.Fail: service.Failed, service.Cancel: service.Cancelled, service.End: service.Decommissioned},
		service.Live:           {service.Cancel: service.Cancelled, service.End: service.Decommissioned},
		service.Cancelled:      {service.Keep: service.Live, service.End: service.Decommissioned},
		service.Failed:         {service.Retry: service.Ordered, service.End: service.Decommissioned},
		service.Decommissioned: {},
	}
	for _, from := range service.Statuses {
		for _, step := range service.Steps {
			want, ok := legal[from][step]
			s := service.Service{Name: "Core", Status: from, LiveAt: &time.Time{}}
			err := s.Take(step)
			if (err == nil) != ok || ok && s.Status != want || !ok && s.Status != from {
				t.Errorf("%s, %s: %s, %v", from, step, s.Status, err)
			}
		}
	}
}

func TestAServiceThatIsKeptIsWhatItWas(t *testing.T) {
	now := date("2026-09-14")
	for _, c := range []struct {
		from service.Status
		live *time.Time
	}{{service.Live, &now}, {service.Configured, nil}} {
		s := service.Service{Name: "Core", Status: c.from, LiveAt: c.live}
		for _, step := range []service.Step{service.Cancel, service.Keep} {
			if err := s.Take(step); err != nil {
				t.Fatal(err)
			}
		}
		if s.Status != c.from {
			t.Errorf("it was %s and is %s", c.from, s.Status)
		}
	}
}

func date(s string) time.Time {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestAMonthThatIsTooShortEndsOnItsLastDay(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"}, {"2028-01-31", 1, "2028-02-29"}, {"2028-02-29", 12, "2029-02-28"}, {"2028-02-29", 48, "2032-02-29"},
		{"2026-12-31", 2, "2027-02-28"}, {"2026-08-31", 1, "2026-09-30"}, {"2026-05-15", 60, "2031-05-15"}, {"2027-03-31", -1, "2027-02-28"},
	} {
		if got := service.AddMonths(date(c.from), c.n).Format(time.DateOnly); got != c.want {
			t.Errorf("%s and %d months: %s, not %s", c.from, c.n, got, c.want)
		}
	}
}

func TestTermsKeepTheirDayOfTheMonth(t *testing.T) {
	s := service.Service{Term: 1}
	s.Begin(date("2026-01-31"))
	for _, want := range []string{"2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"} {
		if got := s.TermEndsOn.Format(time.DateOnly); got != want {
			t.Errorf("it ends on %s, not %s", got, want)
		}
		s.TermEndsOn = s.NextEnd()
	}
}

func TestHowMuchOfATermIsLeft(t *testing.T) {
	for _, c := range []struct {
		term      int
		ends, now string
		want      int64
	}{
		{12, "2027-01-31", "2027-01-31", 0}, {12, "2027-01-31", "2027-01-30", 1}, {12, "2027-01-31", "2026-12-31", 1}, {12, "2027-01-31", "2026-12-30", 2},
		{12, "2027-01-31", "2026-01-31", 12}, {12, "2027-01-31", "2027-03-01", 0}, {1, "2027-01-31", "2027-01-01", 0},
	} {
		if got := (service.Service{Term: c.term, TermEndsOn: date(c.ends)}).MonthsLeft(date(c.now)); got != c.want {
			t.Errorf("%s before %s: %d months, not %d", c.now, c.ends, got, c.want)
		}
	}
}

func TestALockIsForWhatIsLiveAndSaysWhyElse(t *testing.T) {
	admin := access.Caller{User: "u", Sees: access.SeesAll, Account: "p", Kind: access.Partner, Seat: "p", SeatKind: access.Partner, Role: access.CompanyAdmin}
	for status, want := range map[service.Status]string{
		service.Live: "", service.Ordered: "once it is live", service.Cancelled: "about to end", service.Decommissioned: "has ended",
	} {
		s := service.Service{Name: "Core", Status: status}
		if got := s.Lockable(admin); (got == nil) != (want == "") || got != nil && !strings.Contains(got.Error(), want) {
			t.Errorf("%s: %v", status, got)
		}
		if s.Locked = true; s.Lockable(admin) != nil {
			t.Errorf("%s can't be unlocked", status)
		}
	}
}
