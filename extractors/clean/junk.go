package clean

import (
	"fmt"
	"regexp"
	"strings"

	"gleaner/extractors/doc"
)

// The reasons of cuts.
const (
	reasonPercent  = "percent_encoded"
	reasonSource   = "source_link"
	reasonReadMore = "read_more"
	reasonShare    = "share_bar"
	reasonAdvert   = "advertisement"
	reasonCookie   = "cookie_notice"
	reasonCredit   = "photo_credit"
	reasonRepeat   = "repeated_headline"
	reasonStrayID  = "stray_id"
	reasonRights   = "copyright"
	reasonSignUp   = "sign_up"
	reasonFeed     = "feed_mark"
	reasonBrowser  = "browser_notice"
)

// maxJunkLine bounds the length in bytes of a line that is junk as a whole; a
// line of percent-encoding may be longer.
const maxJunkLine = 300

// findJunk lists the junk of the text in Cuts, in order, with one note
// "junk_removed" for each reason.
//
// It prefers leaving junk to losing news: but for stray ids and the marks of
// feeds only whole lines are cut, and only those that say nothing else.
func findJunk(d *doc.Doc) {
	headline := ""
	for at := 0; at < len(d.Text); {
		line, _, _ := strings.Cut(d.Text[at:], "\n")
		trimmed := strings.Trim(line, " \t\r\u00a0\u200b\ufeff")
		reason := ""
		switch {
		case trimmed == "":
		case headline == "":
			headline = trimmed
			reason = judgeLine(trimmed)
		case trimmed == headline && strings.Count(trimmed, " ") >= 3:
			reason = reasonRepeat
		default:
			reason = judgeLine(trimmed)
		}
		if reason != "" {
			start := at + strings.Index(line, trimmed)
			cut(d, start, start+len(trimmed), reason)
		} else if trimmed != "" {
			start, end := feedMarkOf(line)
			findStrayIDs(d, at, line[:start])
			if start < end {
				cut(d, at+start, at+end, reasonFeed)
			}
		}
		at += len(line) + 1
	}
	note(d)
}

func cut(d *doc.Doc, start, end int, reason string) {
	d.Cuts = append(d.Cuts, doc.Cut{Span: doc.Span{Start: int32(start), End: int32(end)}, Reason: reason})
}

// note adds one note for each reason, in the order of their first cuts.
func note(d *doc.Doc) {
	counts := map[string]int{}
	var order []string
	for _, c := range d.Cuts {
		if counts[c.Reason] == 0 {
			order = append(order, c.Reason)
		}
		counts[c.Reason]++
	}
	for _, reason := range order {
		d.Notes = append(d.Notes, doc.Note{Code: "junk_removed", Message: fmt.Sprintf("%s: %d", reason, counts[reason])})
	}
}

// strayID is a long number with the closing bracket of a lost reference.
var strayID = regexp.MustCompile(`\b[0-9]{6,}\]`)

func findStrayIDs(d *doc.Doc, at int, line string) {
	if strings.IndexByte(line, ']') < 0 {
		return
	}
	for _, m := range strayID.FindAllStringIndex(line, -1) {
		if !strings.HasSuffix(line[:m[0]], "[") {
			cut(d, at+m[0], at+m[1], reasonStrayID)
		}
	}
}

// feedMark is what feeds put behind an excerpt: how many characters they left
// out, or which post of which site it is.
var feedMark = regexp.MustCompile(`\[\+[0-9]+ chars\]\s*$|(?:^|[.!?…\])”"]\s*)(The post [^a-z][^.!?]{3,200}[.!?]? (?:appeared first|first appeared) on .{2,60}?\.?)\s*$`)

// maxFeedMark is more bytes than such a mark has, so that no more is read of a long line.
const maxFeedMark = 1200

// feedMarkOf is where the mark of a feed stands in a line, its end for none.
func feedMarkOf(line string) (start, end int) {
	line = strings.TrimRight(line, " \t\r\u00a0")
	from := max(0, len(line)-maxFeedMark)
	tail := line[from:]
	if !strings.HasSuffix(tail, " chars]") && !strings.Contains(tail, "The post ") {
		return len(line), len(line)
	}
	m := feedMark.FindStringSubmatchIndex(tail)
	switch {
	case m == nil:
		return len(line), len(line)
	case m[2] >= 0:
		return from + m[2], from + m[3]
	}
	return from + m[0], from + m[1]
}

// judgeLine returns the reason for which a whole line is junk, "" for none.
func judgeLine(line string) string {
	if percentEncoded(line) {
		return reasonPercent
	}
	if len(line) > maxJunkLine {
		return ""
	}
	lower := strings.ToLower(line)
	bare := strings.Trim(lower, " .:;!|>»…→-*[]()")
	if reason := junkLines[bare]; reason != "" {
		return reason
	}
	if shareBar(bare) {
		return reasonShare
	}
	for i := range junkForms {
		if junkForms[i].form.MatchString(line) {
			return junkForms[i].reason
		}
	}
	return ""
}

// percentEncoded says whether the line is mostly an encoded address, also one
// in which a space was put behind each "%".
func percentEncoded(line string) bool {
	codes := 0
	for i := 0; i+2 < len(line); i++ {
		if line[i] != '%' {
			continue
		}
		rest := strings.TrimPrefix(line[i+1:min(len(line), i+4)], " ")
		if len(rest) >= 2 && isHex(rest[0]) && isHex(rest[1]) && !isDigits(rest[:2]) || strings.HasPrefix(rest, "20") {
			codes++
		}
	}
	return codes >= 3 && codes*20 >= len(line)-40
}

func isHex(b byte) bool { return '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'f' }

func isDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// junkLines are lines that say only this.
var junkLines = map[string]string{
	"source link": reasonSource, "source": reasonSource, "original source": reasonSource, "original article": reasonSource,
	"link to source": reasonSource, "via source": reasonSource, "view original": reasonSource,
	"read more": reasonReadMore, "read the full story": reasonReadMore, "read full article": reasonReadMore,
	"read the full article": reasonReadMore, "continue reading": reasonReadMore, "click here to read more": reasonReadMore,
	"show more": reasonReadMore, "load more": reasonReadMore, "view more": reasonReadMore, "learn more": reasonReadMore,
	"see more": reasonReadMore, "related articles": reasonReadMore, "related stories": reasonReadMore, "more on this story": reasonReadMore,
	"read also": reasonReadMore, "related news": reasonReadMore, "related content": reasonReadMore, "more stories": reasonReadMore, "read next": reasonReadMore, "also read": reasonReadMore, "you may also like": reasonReadMore, "recommended for you": reasonReadMore,
	"advertisement": reasonAdvert, "advertisements": reasonAdvert, "advert": reasonAdvert, "story continues below advertisement": reasonAdvert,
	"article continues below advertisement": reasonAdvert, "sponsored": reasonAdvert, "sponsored content": reasonAdvert,
	"loading": reasonShare, "sign up": reasonShare, "log in": reasonShare, "subscribe": reasonShare, "subscribe now": reasonShare,
	"share": reasonShare, "tweet": reasonShare, "copy link": reasonShare, "share this": reasonShare, "share this article": reasonShare, "share this story": reasonShare, "share on facebook": reasonShare,
	"share on twitter": reasonShare, "follow us": reasonShare, "leave a comment": reasonShare, "post a comment": reasonShare, "comments": reasonShare,
	"accept cookies": reasonCookie, "accept all cookies": reasonCookie, "cookie policy": reasonCookie, "cookie settings": reasonCookie,
}

var shareWords = wordSet(`share tweet facebook twitter email e-mail mail print pinterest linkedin whatsapp reddit tumblr telegram messenger
	flipboard pin save copy link comment comments like on via this 0 | / • · + &`)

// shareBar says whether the line is only the labels of share buttons.
func shareBar(bare string) bool {
	words, named := 0, 0
	for word := range strings.FieldsSeq(bare) {
		word = strings.Trim(word, ",.:")
		if word != "" && !shareWords[word] {
			return false
		}
		words++
		if len(word) > 4 {
			named++
		}
	}
	return words >= 2 && words <= 16 && named >= 2
}

// junkForms are lines that say only this, in more than one way.
var junkForms = []struct {
	reason string
	form   *regexp.Regexp
}{
	{reasonCookie, regexp.MustCompile(`(?i)^(?:(we|this (web)?site|our (web)?site) (and our partners )?uses? cookies\b|by (continuing to|using|browsing) .*\bcookies?\b|we value your privacy\.?$)`)},
	{reasonCredit, regexp.MustCompile(`^\(?(Photo|Image|Picture|Photograph|Photo credit|Image credit|Image source|Photo by|Photograph by|Image copyright)( by)?:? [^.!?]{2,60}(/[^.!?]{2,40})?\)?$`)},
	{reasonRights, regexp.MustCompile(`(?i)^((©|\(c\)|copyright) ?.{2,80})?all rights reserved\.?$`)},
	{reasonReadMore, regexp.MustCompile(`(?i)^(?:(also read|read also|read more|read next|see also|related|related (story|stories|article|articles|coverage|roundup|news)|more from \w+|don.t miss|must read) ?: ?\S.*$|(?-i:ALSO READ|READ ALSO|READ MORE|READ NEXT|SEE ALSO)\s\s?.{3,}$)`)},
	{reasonReadMore, regexp.MustCompile(`(?i)^(?:(click|tap) here (to|for) [^.!?]{3,100}[.!]?$|(watch|listen to) (the|a|an) [^.!?]{3,80}\b(above|below|here)[.:]?$|(scroll|swipe) (down )?(to|for) (continue|more)\b.{0,40}$|read the (original|full) (article|story|report|post)\b[^.!?]{0,60}[.!]?$)`)},
	{reasonSource, regexp.MustCompile(`(?i)^\(?(this (article|story|post|piece|report) (was )?)?(first|originally) (published|appeared) (on|in|by|at) [^.!?]{2,80}[.!]?\)?$`)},
	{reasonShare, regexp.MustCompile(`(?i)^follow (us|me|@\w+)( on (twitter|facebook|instagram|linkedin|threads|mastodon|x|tiktok|youtube|google news)\b.{0,80})?\W*$`)},
	{reasonSignUp, regexp.MustCompile(`(?i)^(?:(sign up|subscribe) (now |here |today )?(to|for) [^.!?,]{0,60}\b(newsletters?|podcast|inbox|e-?mails?|alerts|channel|updates|off)\b[^.!?,]{0,80}[.!]?$|subscribe here[.!]?$)`)},
	{reasonSignUp, regexp.MustCompile(`(?i)^(?:already a (subscriber|member)\?.{0,60}$|(this (article|story|content) is|you have reached .{1,40}) (only )?(for|available to|reserved for) (our )?(subscribers|members)( only)?\.?$|(subscribe|log in|sign in|register) to (continue reading|keep reading|read more|read on|continue)\b.{0,40}$|to continue reading,? .{0,80}$)`)},
	{reasonAdvert, regexp.MustCompile(`(?i)^(advertisement|advert|ad)?\W*((story|article|content) continues (below|after)( this)?( advertisement| ad)?|(skip|report this|close) (advertisement|ad)|scroll to continue)\W*$`)},
	{reasonBrowser, regexp.MustCompile(`(?i)^(?:(please )?(enable|turn on) javascript\b.{0,100}$|(sorry, )?your browser (does not|doesn.t) support .{2,80}$|(this|the) video (is|cannot|can.t|could not) (be played|not available|unavailable|restricted)( (in|from) your (country|region|location))?\W*$)`)},
	{reasonFeed, regexp.MustCompile(`^\]\]>$`)},
	{reasonBrowser, regexp.MustCompile(`(?i)^[0-9]{1,2} ?min(ute)?s? read$`)},
}
