package clean

import (
	"encoding/json"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// metadata gathers what a page says about itself.
type metadata struct {
	// title, in the order of trust: Open Graph, JSON-LD, <title>.
	graphTitle, linkedTitle, pageTitle string
	// published likewise: meta elements, JSON-LD, <time>.
	metaDate, linkedDate, timeDate string
	language                       string
	// attributes of the element being read
	name, content, datetime, lang string
}

// attribute takes one attribute of the element that element ends.
func (m *metadata) attribute(key, value string) {
	switch key {
	case "name", "property", "itemprop":
		m.name = strings.ToLower(value)
	case "content":
		m.content = value
	case "datetime":
		m.datetime = value
	case "lang":
		m.lang = value
	}
}

// element closes the attributes of an element.
func (m *metadata) element(tag atom.Atom) {
	switch tag {
	case atom.Html:
		first(&m.language, m.lang)
	case atom.Time:
		first(&m.timeDate, date(m.datetime))
	case atom.Meta:
		m.meta()
	}
	m.name, m.content, m.datetime, m.lang = "", "", "", ""
}

func (m *metadata) meta() {
	switch m.name {
	case "og:title", "twitter:title", "dc.title":
		first(&m.graphTitle, strings.TrimSpace(m.content))
	case "article:published_time", "og:article:published_time", "datepublished", "article.published", "publishdate", "pubdate",
		"publish-date", "publish_date", "published-date", "date", "dc.date", "dc.date.issued", "dcterms.created",
		"sailthru.date", "parsely-pub-date", "article:published", "published_time", "cxenseparse:recs:publishtime":
		first(&m.metaDate, date(m.content))
	case "og:locale":
		first(&m.language, m.content)
	}
}

func first(to *string, value string) {
	if *to == "" {
		*to = value
	}
}

// text takes the content of <title> and of JSON-LD scripts; names are class,
// id and type of the element.
func (m *metadata) text(tag atom.Atom, names, content string) {
	if tag == atom.Title {
		first(&m.pageTitle, strings.Join(strings.Fields(html.UnescapeString(content)), " "))
		return
	}
	if strings.Contains(names, "ld+json") && len(content) < 1<<20 {
		var v any
		if json.Unmarshal([]byte(strings.TrimSpace(content)), &v) == nil {
			m.linked(v, 0)
		}
	}
}

// maxLinked bounds how deep JSON-LD is searched.
const maxLinked = 6

// linked looks for the article in JSON-LD (https://schema.org/NewsArticle).
func (m *metadata) linked(v any, depth int) {
	if depth > maxLinked {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			m.linked(item, depth+1)
		}
	case map[string]any:
		if s, ok := v["datePublished"].(string); ok {
			first(&m.linkedDate, date(s))
		}
		if s, ok := v["headline"].(string); ok {
			first(&m.linkedTitle, strings.TrimSpace(html.UnescapeString(s)))
		}
		m.linked(v["@graph"], depth+1)
		m.linked(v["mainEntity"], depth+1)
	}
}

var isoDate = regexp.MustCompile(`^(\d{4})-?(\d\d)-?(\d\d)(T\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)?)?`)

// date returns the date or date-time of s as RFC 3339 has it, "" for none. A
// time without a zone is left away.
func date(s string) string {
	s = strings.Replace(strings.TrimSpace(s), " ", "T", 1)
	m := isoDate.FindStringSubmatch(s)
	if m == nil || m[2] < "01" || m[2] > "12" || m[3] < "01" || m[3] > "31" || m[1] < "1900" {
		return ""
	}
	day := m[1] + "-" + m[2] + "-" + m[3]
	if m[4] == "" || m[5] == "" || m[7] == "" {
		return day
	}
	zone := m[7]
	if len(zone) == 5 {
		zone = zone[:3] + ":" + zone[3:]
	}
	return day + m[4][:9] + zone
}

var addressDate = regexp.MustCompile(`/(19|20)(\d\d)[/-]([01]?\d|[a-z]{3})[/-]([0-3]?\d)(/|-|$)`)

var monthNumbers = map[string]string{
	"jan": "01", "feb": "02", "mar": "03", "apr": "04", "may": "05", "jun": "06",
	"jul": "07", "aug": "08", "sep": "09", "oct": "10", "nov": "11", "dec": "12",
}

// dateOfAddress returns the date in a URL such as ".../2026/11/24/...".
func dateOfAddress(url string) string {
	m := addressDate.FindStringSubmatch(strings.ToLower(url))
	if m == nil {
		return ""
	}
	month, ok := monthNumbers[m[3]]
	if !ok {
		month = ("0" + m[3])[len(m[3])-1:]
	}
	return date(m[1] + m[2] + "-" + month + "-" + ("0" + m[4])[len(m[4])-1:])
}

// published returns the best known date of publication.
func (m *metadata) published(url string) string {
	for _, d := range [...]string{m.metaDate, m.linkedDate, dateOfAddress(url), m.timeDate} {
		if d != "" {
			return d
		}
	}
	return ""
}

// title returns the headline without the site's name.
func (m *metadata) title() string {
	switch {
	case m.linkedTitle != "":
		return m.linkedTitle
	case m.graphTitle != "":
		return html.UnescapeString(m.graphTitle)
	}
	title := m.pageTitle
	for _, separator := range [...]string{" | ", " - ", " – ", " — ", " » "} {
		if at := strings.LastIndex(title, separator); at > len(title)/2 {
			title = title[:at]
		}
	}
	return strings.TrimSpace(title)
}
