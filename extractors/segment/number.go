package segment

// number reads a token that begins with a digit: "1,000.50", "10:30",
// "11/24/2026", "555-0123", "20th", "3D". A unit or magnitude is a token of its
// own: "2.6" "bn".
func (t *tokenizer) number(start int) int {
	end := t.digitsEnd(start)
	if t.byteAt(end) == '-' {
		end = t.groupsEnd(start, end)
	}
	tail := t.wordEnd(end)
	if tail == end {
		return t.emit(start, end)
	}
	if t.byteAt(tail) == '@' {
		if next, ok := t.address(start, tail+1); ok {
			return next
		}
	}
	switch word := t.lowered(end, tail); {
	case units[word]:
		t.emit(start, end)
		return t.emit(end, tail)
	case t.byteAt(tail) == '.' && (word == "a" || word == "p") && t.byteAt(tail+1)|0x20 == 'm':
		t.emit(start, end) // "5p.m."
		return end
	}
	return t.contraction(start, tail)
}

// digitsEnd returns the end of the digits and the separators between them.
func (t *tokenizer) digitsEnd(at int) int {
	for at < t.end {
		b := t.text[at]
		if asciiDigit(b) || (b == '.' || b == ',' || b == ':' || b == '/') && asciiDigit(t.byteAt(at+1)) {
			at++
			continue
		}
		r, size := t.read(at)
		if b < 0x80 || classOf(r) != digit {
			break
		}
		at += size
	}
	return at
}

// groupsEnd reads on over hyphens between digits when they join a telephone
// number or date, and returns end for ranges and scores ("2019-20").
func (t *tokenizer) groupsEnd(start, end int) int {
	groups, at := 1, end
	for t.byteAt(at) == '-' && asciiDigit(t.byteAt(at+1)) {
		for at++; asciiDigit(t.byteAt(at)); {
			at++
		}
		groups++
	}
	if groups >= 3 || groups == 2 && end-start == 3 && at-end == 5 {
		return at
	}
	return end
}

// units stand behind a number without a space and are tokens of their own.
var units = map[string]bool{
	"k": true, "m": true, "b": true, "t": true, "mn": true, "mm": true, "bn": true, "tn": true, "trn": true, "mln": true, "bln": true,
	"km": true, "cm": true, "kg": true, "mg": true, "g": true, "lb": true, "lbs": true, "oz": true, "ft": true, "in": true,
	"mi": true, "yd": true, "ha": true, "l": true, "ml": true, "am": true, "pm": true, "h": true, "hr": true, "hrs": true,
	"min": true, "mins": true, "sec": true, "secs": true, "mph": true, "kph": true, "kmh": true, "p": true, "c": true,
	"bps": true, "bp": true, "pc": true, "pct": true, "x": true, "kw": true, "mw": true, "gw": true, "kwh": true, "mwh": true,
	"gb": true, "mb": true, "tb": true, "kb": true, "hz": true, "khz": true, "mhz": true, "ghz": true, "gmt": true, "est": true,
	"yr": true, "yrs": true, "million": true, "billion": true, "trillion": true,
}
