package clean

import (
	"strings"
	"testing"
	"unicode/utf8"

	"gleaner/extractors/doc"
)

const samplePage = `<!DOCTYPE html><html lang="en"><head><title>Acme buys Bolt | The Example</title>
<meta property="article:published_time" content="2026-11-23T08:30:00+0100"><script>var x = "<p>no</p>";</script></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Acme buys&nbsp;Bolt for $2bn</h1><div class="byline">By Jane Roe</div>
<p>Acme Corp agreed on Monday to buy rival Bolt &amp; Sons for $2bn, its largest deal so far, the companies said.</p>
<div class="share-bar">Share Tweet Email</div>
<p>The deal, which needs approval from regulators in Brazil, is expected to
 close next&#160;year, said caf&eacute; owner John Doe.
<p>Analysts had expected a lower price, and shares in Acme fell 3%, the most in a year.
<figure><img src="x.jpg"><figcaption>An Acme plant. Photo: Example</figcaption></figure></article>
<div class="comments"><p>I think this deal is far too expensive, and nobody asked me about it, as usual.</p></div>
<footer>Copyright Example</footer></body></html>`

const sampleText = `Acme buys Bolt for $2bn

Acme Corp agreed on Monday to buy rival Bolt & Sons for $2bn, its largest deal so far, the companies said.

The deal, which needs approval from regulators in Brazil, is expected to close next year, said café owner John Doe.

Analysts had expected a lower price, and shares in Acme fell 3%, the most in a year.`

func TestPage(t *testing.T) {
	d := apply(t, &doc.Doc{Raw: samplePage})
	if got := strings.ReplaceAll(d.Text, "\u00a0", " "); got != sampleText {
		t.Errorf("got:\n%s\nwant:\n%s", got, sampleText)
	}
	if d.Title != "Acme buys Bolt for $2bn" && d.Title != "Acme buys\u00a0Bolt for $2bn" {
		t.Errorf("title %q", d.Title)
	}
	if d.Published != "2026-11-23T08:30:00+01:00" {
		t.Errorf("published %q", d.Published)
	}
	if d.Language != "en" || !d.HTML {
		t.Errorf("language %q, html %v", d.Language, d.HTML)
	}
	checkMap(t, d)
}

// checkMap proves that every byte that was not decoded stands where the map says.
func checkMap(t testing.TB, d *doc.Doc) {
	t.Helper()
	for i, p := range d.SourceMap {
		end := int32(len(d.Text))
		if i+1 < len(d.SourceMap) {
			end = d.SourceMap[i+1].Text
		}
		if p.Text < 0 || p.Text > end || p.Raw < 0 || int(p.Raw) >= len(d.Raw) {
			t.Fatalf("point %d out of bounds: %+v", i, p)
		}
		if d.Raw[p.Raw] == '&' || strings.HasPrefix(d.Text[p.Text:], "\uFFFD") {
			continue
		}
		for at := p.Text; at < end; at++ {
			if b := d.Text[at]; b > ' ' && d.Raw[d.SourceMap.Raw(at)] != b {
				t.Fatalf("text byte %d is %q, source byte %d is %q", at, b, d.SourceMap.Raw(at), d.Raw[d.SourceMap.Raw(at)])
			}
		}
	}
}

func TestJunk(t *testing.T) {
	const text = "Acme wins a very large order\n\nAcme won it. 19659003] But Bolt [1234567] sued.\n\n" +
		"  Https% 3a% 2f% 2fexample% 2fnews% 2facf660f9 b028% 2f0001\n\nAcme wins a very large order\n\nShare Facebook Twitter Email\n\n" +
		"We use cookies to improve our service.\n\nPhoto: Jane Roe/Example\n\nRead more »\n\nShare prices fell 20% and 30%.\n\nSource link"
	d := apply(t, &doc.Doc{Raw: text})
	var got []string
	for _, c := range d.Cuts {
		got = append(got, c.Reason+": "+d.Slice(c.Span))
	}
	want := []string{
		"stray_id: 19659003]",
		"percent_encoded: Https% 3a% 2f% 2fexample% 2fnews% 2facf660f9 b028% 2f0001",
		"repeated_headline: Acme wins a very large order",
		"share_bar: Share Facebook Twitter Email",
		"cookie_notice: We use cookies to improve our service.",
		"photo_credit: Photo: Jane Roe/Example",
		"read_more: Read more »",
		"source_link: Source link",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("cuts:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if d.Text != text {
		t.Error("the text was changed")
	}
	if len(d.Notes) != len(want) {
		t.Errorf("%d notes, want one for each reason: %+v", len(d.Notes), d.Notes)
	}
}

func TestJunkLines(t *testing.T) {
	cases := map[string]string{
		"ALSO READ: Bolt sues Acme over a patent":               reasonReadMore,
		"Read more: Acme buys Bolt for $2bn":                    reasonReadMore,
		"Watch the full interview below:":                       reasonReadMore,
		"Read the original article.":                            reasonReadMore,
		"Click here to buy tickets":                             reasonReadMore,
		"This article was originally published by The Example.": reasonSource,
		"Follow us on Twitter and Instagram":                    reasonShare,
		"Copy link":                                             reasonShare,
		"Sign up for our free daily newsletter":                 reasonSignUp,
		"Already a subscriber? Log in":                          reasonSignUp,
		"This article is for subscribers only":                  reasonSignUp,
		"To continue reading, subscribe for $1 a week":          reasonSignUp,
		"Story continues below":                                 reasonAdvert,
		"© 2026 Example News. All rights reserved.":             reasonRights,
		"Please enable JavaScript to play this video.":          reasonBrowser,
		"4 min read": reasonBrowser,
		"The post Acme buys Bolt appeared first on Example News.":   reasonFeed,
		"Acme bought Bolt. The post Acme first appeared on Foo.com": reasonFeed,
		"Acme said it bought Bolt for… [+1234 chars]":               reasonFeed,
		"The post Acme buys Bolt 1234567] appeared first on Foo.":   reasonFeed,
		"SEE ALSO Bolt sues Acme":                                   reasonReadMore,
		// News, however close.
		"Sign up for flood alerts, council urges residents":                                 "",
		"Subscribe and win: Acme starts a newsletter":                                       "",
		"The video is not available to judges, lawyers said":                                "",
		"Related parties of Acme sold shares":                                               "",
		"Follow the money, said Jane Roe":                                                   "",
		"Acme reserved all rights, it said":                                                 "",
		"The post was filled by Jane Roe, who first appeared on screen in 1999 with others": "",
		"Click fraud cost Acme $2m":                                                         "",
		"Read more books, Jane Roe told pupils":                                             "",
	}
	for line, want := range cases {
		d := apply(t, &doc.Doc{Raw: "Acme buys Bolt\n\n" + line})
		got := ""
		for _, c := range d.Cuts {
			got += c.Reason
		}
		if got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

// TestPieces: text that is a page, or a piece of one, is read as one.
func TestPieces(t *testing.T) {
	const first, second = "Acme bought Bolt in May, it said.", "Shares fell & rose in Ohio."
	piece := "<p>" + first + "</p>\n<p>Shares fell &amp; <a href='/x'>rose</a> in Ohio.</p>"
	for _, raw := range []string{
		piece,
		"\n" + cdata + piece,
		first + "<br><br>Shares fell &amp; rose in Ohio.<BR />",
		`<?xml version="1.0"?><!-- made by hand --><!DOCTYPE html PUBLIC "x"><html><body>` + piece,
		`<html amp><body><amp-sidebar>Buy shoes, it said, they are good.</amp-sidebar>` + piece + `<amp-ad>Bolt sued Acme, it said.</amp-ad>`,
		piece + `<p class="x sr-only" hidden="until-found">Bolt sued Acme, it said.</p><p class="visually-hidden">Bolt did so, it said.</p>`,
	} {
		d := apply(t, &doc.Doc{Raw: raw})
		if !d.HTML || strings.TrimSpace(d.Text) != first+"\n\n"+second {
			t.Errorf("%s\n: html %v, %q", raw, d.HTML, d.Text)
		}
		checkMap(t, d)
	}
	for _, raw := range []string{
		"Acme <ACM.L> bought <Bolt Inc>, it said.",
		"The tag <p> begins a paragraph and </p> ends it, it said.",
		"<!-- never closed",
		"",
	} {
		if d := apply(t, &doc.Doc{Raw: raw}); d.HTML || d.Text != raw {
			t.Errorf("%q was read as a page: %q", raw, d.Text)
		}
	}
}

func TestLanguage(t *testing.T) {
	cases := map[string]string{
		"": "en", "Acme": "en",
		"The company said on Monday that it had agreed to buy the rest of its rival, and that the price was not yet known to the public.":                        "en",
		"La empresa dijo el lunes que comprará el resto de su rival por dos mil millones, pero el precio no fue confirmado por los dueños, según una fuente.":    "es",
		"Das Unternehmen teilte am Montag mit, dass es den Rivalen für zwei Milliarden kaufen wird und dass der Preis nicht mehr verhandelt werden soll.":        "de",
		"La société a annoncé lundi qu'elle va acheter le reste de son rival pour deux milliards, et que le prix ne sera pas connu avant la fin de cette année.": "fr",
		"Компания сообщила в понедельник, что купит конкурента.":                                                                                                 "ru",
		"会社は月曜日にライバルを買収すると発表しました。":                                                                                                                               "ja",
		"公司周一宣布将收购其竞争对手。": "zh",
	}
	for text, want := range cases {
		if got := language(text); got != want {
			t.Errorf("%.40q: %s, want %s", text, got, want)
		}
	}
}

func TestAddressDate(t *testing.T) {
	cases := map[string]string{
		"https://example.com/2026/11/24/acme": "2026-11-24", "https://example.com/2026/nov/4/acme": "2026-11-04",
		"https://example.com/acme": "", "https://example.com/2026/13/24/acme": "",
	}
	for url, want := range cases {
		if got := dateOfAddress(url); got != want {
			t.Errorf("%s: %q, want %q", url, got, want)
		}
	}
}

// TestHostilePages proves that strange pages take linear time and give valid text.
func TestHostilePages(t *testing.T) {
	prose := "<p>Acme Corp agreed on Monday to buy rival Bolt for $2bn, the companies said.</p>"
	for name, raw := range map[string]string{
		"deep":         "<html>" + strings.Repeat("<div>", 10_000) + prose + strings.Repeat("</div>", 10_000),
		"deep, inline": "<html>" + strings.Repeat("<b>", 10_000) + prose,
		"stray ends":   "<html>" + strings.Repeat("</p></td></b>", 20_000) + prose,
		"unclosed":     "<html>" + strings.Repeat("<p>", 50_000) + prose,
		"wide":         "<html><ul>" + strings.Repeat("<li>a", 50_000) + "</ul>" + prose,
		"marks":        "<html><p>Acme, e" + strings.Repeat("\u0301", 10_000) + ", said on Monday it would buy Bolt.</p>",
		"invalid":      "<html><p>Acme Corp \xff\xfe agreed on Monday to buy \xc3rival Bolt for $2bn.</p>",
		"cut off":      "<html><body><p>Acme Corp agreed on Monday to buy rival Bolt, <a href=\"x",
		"no text":      "<html><body></body></html>",
	} {
		d := apply(t, &doc.Doc{Raw: raw})
		if !utf8.ValidString(d.Text) {
			t.Errorf("%s: invalid UTF-8", name)
		}
		if name != "no text" && !strings.Contains(d.Text, "Acme") {
			t.Errorf("%s: the article was lost: %q", name, d.Text)
		}
		checkMap(t, d)
	}
}

func FuzzClean(f *testing.F) {
	f.Add(samplePage, true)
	f.Add(sampleText, false)
	f.Add("a &amp &#x; &#0; &notanentity; 123456] \r\n\r\nSource link", false)
	f.Add("He left. The post Acme 1234567] appeared first on Foo.", false)
	f.Add("<p>a<br><br>b<td>c</p><li>d<table><tr><td>&nbsp;&lt;x", true)
	f.Fuzz(func(t *testing.T, raw string, html bool) {
		d := apply(t, &doc.Doc{Raw: raw, HTML: html})
		if !d.HTML && d.Text != raw {
			t.Fatal("plain text was changed")
		}
		if d.HTML {
			if !utf8.ValidString(d.Text) {
				t.Fatal("invalid UTF-8")
			}
			checkMap(t, d)
		}
		last := int32(0)
		for _, c := range d.Cuts {
			if c.Start < last || c.End <= c.Start || int(c.End) > len(d.Text) {
				t.Fatalf("cut out of order: %+v", c)
			}
			last = c.End
		}
		again := apply(t, &doc.Doc{Raw: raw, HTML: html})
		if again.Text != d.Text || len(again.Cuts) != len(d.Cuts) || again.Language != d.Language {
			t.Fatal("not deterministic")
		}
	})
}

func BenchmarkPage(b *testing.B) {
	raw := strings.Replace(samplePage, "<article>", "<article>"+strings.Repeat("<p>Acme Corp, of Brazil, said it would buy Bolt &amp; Sons.</p>", 200), 1)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		apply(b, &doc.Doc{Raw: raw})
	}
}
