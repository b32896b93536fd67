package pipeline_test

import (
	"testing"

	"gleaner/pipeline"
)

func TestDate(t *testing.T) {
	for in, want := range map[any]string{
		"2019-03-02": "2019-03-02", "2019-03-02T10:20:30+01:00": "2019-03-02T09:20:30Z", "2019-03-02 10:20:30": "2019-03-02T10:20:30Z",
		"Sat, 02 Mar 2019 10:20:30 GMT": "2019-03-02T10:20:30Z", "March 2, 2019": "2019-03-02", "20190302102030": "2019-03-02T10:20:30Z",
		"1551522030": "2019-03-02T10:20:30Z", int64(1551522030000): "2019-03-02T10:20:30Z", int64(1551522030000000): "2019-03-02T10:20:30Z",
		"": "", "yesterday": "", "03/02/2019": "", "2019-13-45": "", "0001-01-01": "", int64(2019): "", nil: "", true: "",
	} {
		if got := pipeline.Date(in); got != want {
			t.Errorf("Date(%v) = %q, want %q", in, got, want)
		}
	}
}

func TestDateOfURL(t *testing.T) {
	for in, want := range map[string]string{
		"https://n.example/2019/03/02/fine.html": "2019-03-02", "https://n.example/a/2019-03-02-fine": "2019-03-02",
		"https://n.example/world/2019/mar/02/fine": "2019-03-02", "https://n.example/20190302.html": "2019-03-02",
		"https://n.example/2019/02/30/x": "", "https://n.example/201903021": "", "https://n.example/1234": "", "": "",
	} {
		if got := pipeline.DateOfURL(in); got != want {
			t.Errorf("DateOfURL(%q) = %q, want %q", in, got, want)
		}
	}
}
