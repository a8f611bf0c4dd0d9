package site_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/web/route"
)

func TestWhatIsNoNetworkIsOrderedAtEveryLocation(t *testing.T) {
	a := apptest.New(t)
	_, err := a.Catalogue.CreateProduct(t.Context(), a.By(cast.Olive), catalog.ProductDraft{
		ID: "phones", Name: "Phone seats", Short: "Seats", Place: "9", Sentence: "Seats of a telephone system.", Stands: catalog.StandsAlone,
		Unit: "seats", Speeds: "10, 50", Terms: []string{"1"}, FeePercent: "0",
	})
	if err != nil {
		t.Fatal(err)
	}
	b := a.Browser(cast.Sol).Open(route.NewServiceAt(cast.Solo, "phones", "")).SeesNo("No Phone seats here").SeesNo("diversity").Sees("up to 50 seats")
	b.Open(route.NewServiceAt(cast.Solo, "phones", "tyo1")).Answers(http.StatusOK).Sees("10 seats").Sees("50 seats").Sees("Quantity").SeesNo("Speed")
	b.Press("Continue", "name", "Phones, Tokyo", "term", "1").Answers(http.StatusUnprocessableEntity).Sees("Choose a quantity")
	b.Press("Continue", "name", "Phones, Tokyo", "speed", "10", "term", "1").Sees("Phones, Tokyo is saved as a design.")
}

func TestEachConnectionThatIsSoldCanBeOrdered(t *testing.T) {
	a := apptest.New(t)
	_, err := a.Catalogue.CreateProduct(t.Context(), a.By(cast.Olive), catalog.ProductDraft{
		ID: "link", Name: "Managed Link", Short: "Link", Place: "2", Sentence: "A connection that we watch.", Stands: catalog.HangsUnder,
		Unit: "Mbps", Speeds: "100, 500", Terms: []string{"1"}, FeePercent: "0",
	})
	if err != nil {
		t.Fatal(err)
	}
	for product, name := range map[string]string{cast.VXC: "Cross Connect", "link": "Managed Link"} {
		ends := route.With(route.NewConnections(cast.Acme, "p-7f2k"), url.Values{"product": {product}})
		b := a.Browser(cast.Alice).Open(route.NewServiceAt(cast.Acme, product, ""))
		if b.Count("a[href='"+ends+"']") != 1 {
			t.Errorf("nothing leads on to a %s", name)
		}
		b.Open(ends).Sees("Add a "+name).Click("AWS ap-southeast-2").Sees(name+" details").Press("Add "+name, "name", "To AWS", "speed", "500", "term", "1").Sees("To AWS is drawn.").Sees(name + ", 500 Mbps")
	}
	b := a.Browser(cast.Alice).Open(route.NewConnections(cast.Acme, "p-7f2k"))
	b.Click("Cross Connect").Sees("Add a Cross Connect").Click("Managed Link").Sees("Add a Managed Link")
}

func TestADesignWhoseFarEndIsGoneLeadsToTheChoiceOfAnother(t *testing.T) {
	a := apptest.New(t)
	alice := a.By(cast.Alice)
	d, err := a.Orders.AddConnection(t.Context(), alice, "p-7f2k", order.Draft{Far: "cloud.aws-syd", Name: "To the cloud", Speed: "500", Term: "1", Details: map[string]string{}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Raw().Exec("UPDATE clouds SET offered = FALSE WHERE id = 'aws-syd'"); err != nil {
		t.Fatal(err)
	}
	b := a.Browser(cast.Alice).Open(route.Design(cast.Acme, d.ID)).Answers(http.StatusOK)
	b.Sees("To the cloud leads to AWS ap-southeast-2, which takes no connections any more.").Sees("Choose what it leads to").Sees("Azure Australia East")
	b.Open(route.Review(cast.Acme, d.ID)).Click("Edit To the cloud").Answers(http.StatusOK).Click("Discard To the cloud").Press("Discard").Sees("To the cloud is discarded.")
}
