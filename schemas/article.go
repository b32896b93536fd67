package schemas

// Article is one raw news article as a publisher sends it. Either Text or HTML
// is required; with both, Text is used and HTML is kept for metadata only.
type Article struct {
	// ID identifies the article for good; a second article with the same ID
	// replaces the first. Without one it is derived from URL, else from content.
	ID string `json:"id,omitempty"`
	// Source names the feed, for example "reuters" or "example.org".
	Source string `json:"source,omitempty"`
	// URL is where the article was published.
	URL string `json:"url,omitempty"`
	// Title is the headline when it is not the first line of Text. It informs
	// the extraction; offsets never point into it.
	Title string `json:"title,omitempty"`
	// Text is the plain text of the article, UTF-8.
	Text string `json:"text,omitempty"`
	// HTML is the web page or fragment of the article, UTF-8.
	HTML string `json:"html,omitempty"`
	// Language is the ISO 639-1 code, detected when empty.
	Language string `json:"language,omitempty"`
	// PublishedAt is an RFC 3339 date or date-time; the anchor of relative times.
	PublishedAt string `json:"published_at,omitempty"`
	// FetchedAt is an RFC 3339 date-time.
	FetchedAt string `json:"fetched_at,omitempty"`
	// Metadata is passed through to the records untouched.
	Metadata Metadata `json:"metadata,omitempty"`
}

// Limits of what an article may hold. Beyond them it goes to the dead letters.
const (
	// MaxArticleBytes bounds the body of an article, in bytes.
	MaxArticleBytes = 16 << 20
	// MaxArticleDepth bounds the nesting of the article's JSON.
	MaxArticleDepth = 16
	// MaxIDLength bounds an article's id, in bytes.
	MaxIDLength = 512
)
