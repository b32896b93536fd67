package segment

import (
	"strings"
	"unicode"

	"gleaner/extractors/doc"
)

// word reads a token that begins with a letter.
func (t *tokenizer) word(start int) int {
	if end := t.acronym(start); end > 0 {
		return t.emit(start, end)
	}
	end := t.wordEnd(start)
	switch t.byteAt(end) {
	case '.':
		if next, ok := t.dotted(start, end); ok {
			return next
		}
	case '-':
		if prefixes[t.lowered(start, end)] && 'a' <= t.byteAt(end+1) && t.byteAt(end+1) <= 'z' {
			end = t.wordEnd(end + 1)
		}
	case ':':
		if strings.HasPrefix(t.text[end:t.end], "://") {
			return t.emit(start, t.addressEnd(end))
		}
	case '$':
		if end-start <= 3 && upper(t.text[start:end]) {
			return t.emit(start, end+1)
		}
	case '&':
		if next := t.ampersand(start, end); next > 0 {
			return t.emit(start, next)
		}
	case '@':
		if next, ok := t.address(start, end+1); ok {
			return next
		}
	}
	return t.contraction(start, end)
}

// wordEnd returns the end of the letters, digits and inner apostrophes from start on.
func (t *tokenizer) wordEnd(start int) int {
	at := start
	for at < t.end {
		if b := t.text[at]; asciiLetter(b) || asciiDigit(b) {
			at++
			continue
		}
		r, size := t.read(at)
		switch classOf(r) {
		case letter, digit:
		case hidden:
			if c := classAfter(t, at+size); c != letter && c != digit {
				return at
			}
		default:
			if !apostrophe(r) || at == start || classAfter(t, at+size) != letter {
				return at
			}
		}
		at += size
	}
	return at
}

func classAfter(t *tokenizer, at int) class {
	r, _ := t.read(at)
	return classOf(r)
}

func apostrophe(r rune) bool { return r == '\'' || r == '’' || r == '‘' || r == '`' || r == '´' }

func capital(b byte) bool { return 'A' <= b && b <= 'Z' }

func upper(s string) bool {
	for _, r := range s {
		if !unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

// lowered returns the ASCII lower case of a short stretch, "" for a long one.
// The string lives until the next call.
func (t *tokenizer) lowered(start, end int) string {
	if end-start > 24 {
		return ""
	}
	t.lower = append(t.lower[:0], t.text[start:end]...)
	for i, b := range t.lower {
		if 'A' <= b && b <= 'Z' {
			t.lower[i] = b | 0x20
		}
	}
	return t.d.Intern(t.lower)
}

// prefixes stay joined to a word in lower case, as the treebank has them.
var prefixes = map[string]bool{
	"anti": true, "bi": true, "co": true, "counter": true, "cross": true, "de": true, "e": true, "ex": true,
	"inter": true, "mid": true, "mini": true, "multi": true, "neo": true, "non": true, "post": true, "pre": true,
	"pro": true, "re": true, "semi": true, "socio": true, "sub": true, "ultra": true, "un": true,
}

// acronym reads letters that are each followed by a full stop: "U.S.", "e.g.",
// and the initial of a name: "J.". It returns 0 when there is none.
func (t *tokenizer) acronym(start int) int {
	at, dots := start, 0
	for asciiLetter(t.byteAt(at)) && t.byteAt(at+1) == '.' {
		at += 2
		dots++
	}
	switch {
	case dots == 0:
		return 0
	case capital(t.byteAt(at)) && !asciiLetter(t.byteAt(at+1)):
		return at + 1 // "U.S.A" without the last stop
	case dots == 1:
		if b := t.text[start]; !capital(b) || b == 'I' || t.byteAt(at) == '.' || 'a' <= t.byteAt(at) && t.byteAt(at) <= 'z' {
			return 0
		}
	case asciiLetter(t.byteAt(at)):
		return 0
	}
	return at
}

// dotted reads a word and what follows its full stop when both are one token:
// an abbreviation ("Inc.") or an address ("example.com/news").
func (t *tokenizer) dotted(start, end int) (next int, ok bool) {
	word := t.lowered(start, end)
	if word == "ph" && strings.HasPrefix(t.text[end:t.end], ".D.") {
		return t.emit(start, end+3), true
	}
	if word == "www" && classAfter(t, end+1) == letter {
		return t.emit(start, t.addressEnd(end)), true
	}
	switch c := classAfter(t, end+1); {
	case c == letter || c == digit:
		if abbreviations[word] == title && capital(t.text[start]) && capital(t.byteAt(end+1)) {
			return t.emit(start, end+1), true // "Mr.Roe"
		}
		stop := max(t.domainEnd(end), t.tickerEnd(start, end))
		if stop == 0 {
			return 0, false
		}
		if t.byteAt(stop) == '/' || t.byteAt(stop) == '@' {
			stop = t.addressEnd(stop)
		}
		return t.emit(start, stop), true
	case t.byteAt(end+1) == '.':
		return 0, false
	}
	kind := abbreviations[word]
	switch {
	case kind == notAbbreviation, kind.needsCapital() && !capital(t.text[start]):
		return 0, false
	case kind == beforeNumber && !t.numberFollows(end+1):
		return 0, false
	case kind != title && t.lineEnds(end+1):
		return 0, false // the full stop ends the sentence
	}
	return t.emit(start, end+1), true
}

// lineEnds says whether nothing but spaces stands on the line from at on.
func (t *tokenizer) lineEnds(at int) bool {
	for t.byteAt(at) == ' ' {
		at++
	}
	return at >= t.end || t.text[at] == '\n' || t.text[at] == '\r'
}

// tickerEnd returns the end of a share's code with its exchange ("ACME.L"), else 0.
func (t *tokenizer) tickerEnd(start, dot int) int {
	end := dot + 1
	for capital(t.byteAt(end)) {
		end++
	}
	if end == dot+1 || end > dot+3 || asciiLetter(t.byteAt(end)) || !upper(t.text[start:dot]) {
		return 0
	}
	return end
}

func (t *tokenizer) numberFollows(at int) bool {
	for t.byteAt(at) == ' ' {
		at++
	}
	return asciiDigit(t.byteAt(at))
}

// suffixes end the name of a site or file.
var suffixes = map[string]bool{
	"com": true, "org": true, "net": true, "edu": true, "gov": true, "mil": true, "int": true, "info": true, "biz": true,
	"co": true, "uk": true, "us": true, "ca": true, "au": true, "de": true, "fr": true, "eu": true, "ru": true, "cn": true,
	"jp": true, "nz": true, "tv": true, "io": true, "ai": true, "ly": true, "fm": true, "ie": true, "za": true, "ng": true,
	"ke": true, "my": true, "sg": true, "hk": true, "ph": true, "app": true, "dev": true, "news": true, "online": true,
	"html": true, "htm": true, "php": true, "asp": true, "pdf": true, "doc": true, "docx": true, "xls": true, "xlsx": true,
	"txt": true, "zip": true, "exe": true, "jpg": true, "jpeg": true, "png": true, "gif": true, "mp3": true, "mp4": true,
	"js": true, "ppt": true, "csv": true, "xml": true,
}

// domainEnd returns the end of the labels that follow the full stop at dot,
// when the last of them ends a site's or file's name, else 0.
func (t *tokenizer) domainEnd(dot int) int {
	end := 0
	for at := dot; t.byteAt(at) == '.'; {
		label := at + 1
		for at = label; asciiLetter(t.byteAt(at)) || asciiDigit(t.byteAt(at)) || t.byteAt(at) == '-'; {
			at++
		}
		if at == label {
			break
		}
		if t.text[label] >= 'a' && suffixes[t.lowered(label, at)] || t.byteAt(at) == '@' {
			end = at
		}
	}
	return end
}

// address reads the rest of a mail address whose "@" stands before next, taking
// back the tokens that are its first part; or a handle ("@name"). What is not
// yet in a token begins at from.
func (t *tokenizer) address(from, next int) (end int, ok bool) {
	if c := classAfter(t, next); c != letter && c != digit {
		return 0, false
	}
	start := from
	for start > t.begin && mailByte(t.text[start-1]) {
		start--
	}
	tokens := t.d.Tokens
	gap := t.gap
	for n := len(tokens); n > 0 && int(tokens[n-1].Start) >= start; n-- {
		gap = tokens[n-1].Shape & (doc.SpaceBefore | doc.BreakBefore)
		tokens = tokens[:n-1]
	}
	if n := len(tokens); n > 0 && int(tokens[n-1].End) > start {
		start = int(tokens[n-1].End)
	}
	t.d.Tokens, t.gap = tokens, gap
	return t.emit(start, t.addressEnd(next)), true
}

func mailByte(b byte) bool {
	return asciiLetter(b) || asciiDigit(b) || b == '.' || b == '_' || b == '-' || b == '+'
}

// addressEnd returns the end of the address that goes on from at: up to white
// space or a quote, less the punctuation of the sentence around it.
func (t *tokenizer) addressEnd(at int) int {
	start := at
	for at < t.end {
		r, size := t.read(at)
		if c := classOf(r); c == space || c == hidden || r == '<' || r == '>' || r == '"' || r == '”' || r == '“' {
			break
		}
		at += size
	}
	for at > start && strings.IndexByte(".,;:!?)]'*", t.text[at-1]) >= 0 {
		at--
	}
	return at
}

// ampersand reads "AT&T", "R&D": short names in capitals around "&".
func (t *tokenizer) ampersand(start, end int) int {
	_, size := t.read(end)
	last := t.wordEnd(end + size)
	if end-start > 4 || last == end+size || last-end-size > 4 || !upper(t.text[start:end]) || !upper(t.text[end+size:last]) {
		return 0
	}
	return last
}

// contraction emits the word text[start:end], or its two parts: "do" "n't",
// "Acme" "'s", "can" "not", "gon" "na".
func (t *tokenizer) contraction(start, end int) int {
	if at := t.clitic(start, end); at > start && at < end {
		t.emit(start, at)
		return t.emit(at, end)
	}
	return t.emit(start, end)
}

// clitic returns where the second part of a contraction begins, 0 when the
// word is whole.
func (t *tokenizer) clitic(start, end int) int {
	// The apostrophe is at most three letters from the end.
	for at := end - 1; at > start && end-at <= 12; at-- {
		b := t.text[at]
		if asciiLetter(b) && end-at <= 3 {
			continue
		}
		if b >= 0x80 && t.text[at]&0xC0 == 0x80 || b == ';' || asciiDigit(b) || b == '#' || asciiLetter(b) {
			continue // inside a longer form of the apostrophe
		}
		r, size := t.read(at)
		if !apostrophe(r) || at+size >= end {
			break
		}
		switch t.lowered(at+size, end) {
		case "s", "m", "d", "re", "ve", "ll":
			return at
		case "t":
			if t.text[at-1]|0x20 == 'n' && at-1 > start {
				return at - 1
			}
		}
		return 0
	}
	if end-start < 5 || end-start > 6 {
		return 0
	}
	switch t.lowered(start, end) {
	case "cannot", "gonna", "wanna", "gotta":
		return start + 3
	}
	return 0
}
