package lexicons

import (
	"strings"
	"testing"

	"gleaner/extractors/doc"
)

func TestFind(t *testing.T) {
	k, err := LoadKnowledge()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		kind     doc.Kind
		name, id string
	}{
		{doc.Organization, "Apple", "NASDAQ:AAPL"}, {doc.Organization, "Boeing", "NYSE:BA"}, {doc.Organization, "FCC", "us-fcc"},
		{doc.Organization, "Federal Communications Commission", "us-fcc"}, {doc.Organization, "Nestle", "nestle"}, {doc.GPE, "U.S.", "US"},
		{doc.GPE, "Germany", "DE"}, {doc.GPE, "London", "2643743"}, {doc.GPE, "Scotland", "GB-SCT"}, {doc.Nationality, "Chinese", "CN"},
		{doc.Misc, "AAPL", "NASDAQ:AAPL"}, {doc.Organization, "Washington", ""}, {doc.GPE, "Apple", ""}, {doc.GPE, "", ""},
	} {
		rows := k.Find(c.kind, c.name)
		id := ""
		if len(rows) > 0 {
			id = rows[0].ID
		}
		for _, r := range rows {
			if r.ID == c.id {
				id = r.ID
			}
			if r.Origin == "" || r.Kind != c.kind {
				t.Errorf("%q: row %+v has no origin or another kind", c.name, r)
			}
		}
		if id != c.id {
			t.Errorf("Find(%v, %q) = %q, want %q", c.kind, c.name, id, c.id)
		}
		if k.Knows(c.kind, c.name) != (c.id != "") {
			t.Errorf("Knows(%v, %q) disagrees with Find", c.kind, c.name)
		}
	}
}

func TestKnowledgeRefusesCutFiles(t *testing.T) {
	for _, size := range []int{0, 7, 100, len(linksFile) / 4} {
		if _, err := openKnowledge(linksFile[:size]); err == nil {
			t.Errorf("a file of %d bytes was opened", size)
		}
	}
}

func TestReadOwn(t *testing.T) {
	k, err := LoadKnowledge()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{
		"name,aliases,type,country,links\nZorbax Widgets,Zorbax;ZWX,organization,de,qid=Q1; crm=4711\nEvening Sale,,never,,\n",
		`{"name":"Zorbax Widgets","aliases":["Zorbax","ZWX"],"type":"organization","country":"DE","links":{"qid":"Q1","crm":"4711"}}` + "\n\n" +
			`{"name":"Evening Sale","type":"never"}`,
	} {
		own, err := ReadOwn(strings.NewReader(file), "names")
		if err != nil {
			t.Fatal(err)
		}
		with := k.With(own)
		rows := with.Find(doc.Organization, "zwx")
		if len(rows) == 0 || rows[0].ID != "4711" || rows[0].Rank != Listed || rows[0].Country != "DE" || len(rows[0].Links) != 2 {
			t.Errorf("Find gives %+v", rows)
		}
		if !with.Never("Evening sale") || with.Never("Zorbax") || k.Never("Evening Sale") {
			t.Error("never is not that of the file")
		}
		if rows := with.Find(doc.GPE, "France"); len(rows) == 0 {
			t.Error("the built-in rows are gone")
		}
	}
}

func TestReadOwnNamesMistakes(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{"name,kind\n", `names:1: unknown column "kind"`},
		{"name\n", "names:1: the columns name and type are needed"},
		{"name,type\nZorbax,firm\n", `names:2: type "firm" is unknown`},
		{"name,type\n\n,organization\n", "names:3: name is empty"},
		{"name,type,links\nZorbax,organization,Q1\n", `names:2: links: "Q1" is not scheme=id`},
		{"name,type\nZorbax\n", "names:2: 1 cells, but the heading has 2"},
		{"", "names:1: the file is empty"},
		{"\xff\xfen\x00a\x00", "names:1: the file is not UTF-8"},
		{"“name”,type\n", `names:1: unknown column "“name”"`},
		{` [{"name":"Zorbax"}]`, "names:1: the file is a JSON array; write one object a line"},
		{`{"name":"Zorbax","aliases":"ZX"}`, "names:1: aliases is a string, want an array of strings"},
		{"name;type\nZorbax;person\n", "names:1: the heading is \"name;type\"; columns are separated by commas"},
		{"name,type,name\n", `names:1: column "name" stands there twice`},
		{"name,type\n\"Zorbax,person\nBolt,person\n", "names:"},
		{"name,type\n\nZor\"bax,person\n", "names:3:4: bare"},
		{"name,type,country\nZorbax,organization,Germany\n", `names:2: country "Germany" is no ISO 3166 code`},
		{"name,type,links\nZorbax,organization,crm=1;crm=2\n", `names:2: links: scheme "crm" stands there twice`},
		{"name,type,aliases\nZorbax,organization,ZB;--\n", `names:2: aliases: "--" has no letter or digit`},
		{"name,type\nZorbax " + strings.Repeat("x ", 100) + ",organization\n", "names:2: name: "},
		{"name,type\nZorb\xe9x,organization\n", `names:2: name: "Zorb\xe9x" is not UTF-8`},
		{"name,type,aliases\nZorbax,organization,Evening Sale\nEVENING SALE,never,\n", `names:3: "EVENING SALE" is of type never in one line and a name in another`},
		{`{"name":"Zorbax","type":"person"} {"name":"Bolt","type":"person"}`, "names:1: something stands behind the object"},
		{`{"name":"Zorbax","type":"organization"}` + "\n" + `{"nam":"Z"}`, `names:2: json: unknown field "nam"`},
		{`{"name":"Zorbax","type":"organization","links":{"qid":""}}`, `names:1: links: "qid"="" is empty`},
	} {
		if _, err := ReadOwn(strings.NewReader(c.file), "names"); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got %v, want %s", c.file, err, c.want)
		}
	}
}

func FuzzReadOwn(f *testing.F) {
	f.Add("name,type\nZorbax,organization\n")
	f.Add(`{"name":"Zorbax","type":"never"}`)
	k, err := LoadKnowledge()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, file string) {
		if own, err := ReadOwn(strings.NewReader(file), "names"); err == nil {
			k.With(own).Find(doc.Organization, "Zorbax")
		}
	})
}
