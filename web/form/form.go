// Package form decodes a request's form into an input of the house. What
// cannot be read becomes a problem at its field, never a technical error.
package form

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/tenantry/tenantry/internal/fault"
)

// longest is how many bytes one value has at most: a file of accounts, whose
// lines have got longer ends on the way.
const longest = 1<<20 + 16<<10

// mostRows is how many rows a list in a form has at most.
const mostRows = 100

// Decode fills the struct that in points to from the request's form, by the
// fields' form tags: text, flags, whole numbers, lists of text, and lists of
// rows. The names of a row's fields begin with the list's name and a number:
// person.0.email. A map of texts takes what its name and a key are given for:
// details.vlan. A name given twice, where one value is meant, is refused.
func Decode(r *http.Request, in any) error {
	if err := parse(r); err != nil {
		return err
	}
	var problems fault.Fields
	fill(reflect.ValueOf(in).Elem(), r.PostForm, "", "", &problems)
	return problems.Err()
}

// fill reads the values whose names begin with from into a struct, and notes
// problems at names that begin with at.
func fill(v reflect.Value, values url.Values, from, at string, problems *fault.Fields) {
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("form")
		if name == "" {
			continue
		}
		if f := v.Field(i); f.Kind() == reflect.Slice && f.Type().Elem().Kind() == reflect.Struct {
			fillRows(f, values, from+name+".", at+name+".", problems)
		} else if f.Kind() == reflect.Map {
			fillMap(f, values, from+name+".", at+name+".", problems)
		} else if problem := set(f, values[from+name]); problem != "" {
			problems.Add(at+name, "%s", problem)
		}
	}
}

// fillRows reads rows in the order of their numbers, which may leave gaps. What
// is noted of a row names its place in the list.
func fillRows(list reflect.Value, values url.Values, from, at string, problems *fault.Fields) {
	var numbers []int
	for name := range values {
		number, _, _ := strings.Cut(strings.TrimPrefix(name, from), ".")
		n, err := strconv.Atoi(number)
		if strings.HasPrefix(name, from) && err == nil && n >= 0 && !slices.Contains(numbers, n) && len(numbers) < mostRows {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	for i, n := range numbers {
		row := reflect.New(list.Type().Elem()).Elem()
		fill(row, values, from+strconv.Itoa(n)+".", at+strconv.Itoa(i)+".", problems)
		list.Set(reflect.Append(list, row))
	}
}

// fillMap reads texts by their keys.
func fillMap(f reflect.Value, values url.Values, from, at string, problems *fault.Fields) {
	texts := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		key := strings.TrimPrefix(name, from)
		if key == name || key == "" || len(texts) == mostRows {
			continue
		}
		var text string
		if problem := set(reflect.ValueOf(&text).Elem(), values[name]); problem != "" {
			problems.Add(at+key, "%s", problem)
		}
		texts[key] = text
	}
	f.Set(reflect.ValueOf(texts).Convert(f.Type()))
}

func parse(r *http.Request) error {
	err := r.ParseForm()
	if err == nil && strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		err = r.ParseMultipartForm(longest)
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return fault.New(fault.Invalid, "That is more than can be sent at once.")
	}
	if err != nil {
		return fault.New(fault.Invalid, "The form did not arrive whole. Send it again.")
	}
	return nil
}

// Readable is a text with a sign that cannot be shown in place of what is no
// text: databases refuse it, and a check then names the field.
func Readable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// set reads values into a field, and answers what is wrong with them, or "".
func set(f reflect.Value, values []string) (problem string) {
	for i := range values {
		values[i] = Readable(values[i])
	}
	if f.Kind() == reflect.Slice {
		f.Set(reflect.ValueOf(values).Convert(f.Type()))
		return ""
	}
	if len(values) == 0 {
		return ""
	}
	if len(values) > 1 || len(values[0]) > longest {
		return "This was sent twice, or is too long"
	}
	switch text := values[0]; f.Kind() {
	case reflect.String:
		f.SetString(text)
	case reflect.Bool:
		f.SetBool(text != "" && text != "off")
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
		if err != nil {
			return "Enter a whole number"
		}
		f.SetInt(n)
	default:
		return "This cannot be read from a form"
	}
	return ""
}
