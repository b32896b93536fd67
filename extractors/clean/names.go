package clean

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// judgement is what the names of an element say about it.
type judgement uint8

const (
	nothing judgement = iota
	// doubtful: these names mostly stand on what is no article.
	doubtful
	// apart: these stand on nothing else.
	apart
)

// judgeNames judges an element by the words of its class, id and role.
func judgeNames(names string) judgement {
	worst := nothing
	for word := range nameWords(names) {
		if apartWords[word] {
			return apart
		}
		if doubtfulWords[word] {
			worst = doubtful
		}
	}
	return worst
}

// bodyNames says whether an element is marked as the text of an article.
func bodyNames(n *node) bool {
	if n.tag == atom.Article || n.tag == atom.Main || strings.Contains(n.names, "articleBody") {
		return true
	}
	names := strings.ToLower(n.names)
	for _, part := range [...]string{"article-body", "articlebody", "article__body", "article_body", "entry-content", "post-content", "story-body", "storybody",
		"story-content", "article-content", "articlecontent", "article-text", "post-body", "body-copy", "article__content", "story__body", "content-body"} {
		if strings.Contains(names, part) {
			return true
		}
	}
	return false
}

// nameWords yields the words of names in lower case: "relatedPosts-box" gives
// related, posts, box.
func nameWords(names string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		start := -1
		for i := 0; i <= len(names); i++ {
			c := byte(' ')
			if i < len(names) {
				c = names[i]
			}
			isLetter := 'a' <= c|0x20 && c|0x20 <= 'z'
			camel := start >= 0 && i > 0 && 'A' <= c && c <= 'Z' && 'a' <= names[i-1] && names[i-1] <= 'z'
			if start >= 0 && (!isLetter || camel) {
				if !yield(strings.ToLower(names[start:i])) {
					return
				}
				start = -1
			}
			if isLetter && start < 0 {
				start = i
			}
		}
	}
}

var apartWords = wordSet(`comment comments disqus livefyre outbrain taboola newsletter cookie cookies consent gdpr
	related recirc recirculation recommended recommendations breadcrumb breadcrumbs`)

var doubtfulWords = wordSet(`ad ads advert advertisement advertising adsense sponsor sponsored promo promos promotion promoted 
	share shares sharing sharebar sharedaddy social follow followus facebook whatsapp addthis
	respond replies
	recommendation popular trending mostpopular mostread readmore
	newsletters signup subscribe subscription paywall login register
	sidebar rail footer nav navbar navigation menu pagination pager toolbar skip
	banner popup modal overlay lightbox tooltip
	byline bylines author authors bio timestamp dateline tags taglist tag hashtags
	caption credit credits copyright gallery slideshow carousel thumbnail
	excerpt excerpts teaser teasers prev previous upsell
	widget widgets infobox toc jumplinks print screen hidden visuallyhidden rating ratings vote poll`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}
