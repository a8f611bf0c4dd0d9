package site_test

import (
	"net/url"
	"reflect"
	"testing"

	"github.com/tenantry/tenantry/web/site"
)

func FuzzAListingsAddressMeansTheSameWhenItIsWrittenAgain(f *testing.F) {
	for _, s := range []string{
		"", "q=acme&status=active&sort=-services&size=25", "sort=created&hide=support&hide=support&hide=name",
		"page=3&after=acmerb4t", "status=odd&pricing=on&approval=off&renewal=on&contact=none&tag=Australia", "q=%ff%fe&sort=--name",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, query string) {
		q, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		a, once := site.ListingOf(q)
		b, again := site.ListingOf(once)
		if !reflect.DeepEqual(once, again) {
			t.Fatalf("%q reads as %v and then as %v", query, once, again)
		}
		a.After, a.Before, b.After, b.Before = "", "", "", ""
		if a != b {
			t.Fatalf("%q filters as %+v and then as %+v", query, a, b)
		}
	})
}
