package values

// comparator reads the words around a value: "about", "at least", "up to",
// "no more than", "or more".
func (r *reader) comparator(i, end int32) string {
	if c := r.comparatorBefore(i); c != "" {
		return c
	}
	if r.word(end) == "or" {
		switch r.word(end + 1) {
		case "more", "higher", "greater", "above":
			return "at_least"
		case "less", "fewer", "lower", "under":
			return "at_most"
		case "so", "thereabouts":
			return "about"
		}
	}
	return ""
}

// comparatorBefore reads the words before a value.
func (r *reader) comparatorBefore(i int32) string {
	article := r.word(i-1) == "a" || r.word(i-1) == "the"
	if article {
		i--
	}
	before, two := r.word(i-1), r.word(i-2)
	switch before {
	case "about", "around", "approximately", "roughly", "nearly", "almost", "some", "circa", "estimated", "~":
		return "about"
	case "over", "above", "exceeding", "topping", ">":
		if !article {
			return "at_least"
		}
	case "under", "below", "<":
		if !article { // but "under a five-year contract"
			return "at_most"
		}
	case "least", "minimum":
		if two == "at" || two == "a" {
			return "at_least"
		}
	case "most", "maximum":
		if two == "at" || two == "a" {
			return "at_most"
		}
	case "of":
		switch two {
		case "excess", "minimum":
			return "at_least"
		case "maximum":
			return "at_most"
		case "region", "order":
			return "about"
		}
	case "as":
		if (two == "many" || two == "much") && r.word(i-3) == "as" {
			return "at_most"
		}
		if (two == "few" || two == "little") && r.word(i-3) == "as" {
			return "at_least"
		}
	case "to":
		if two == "up" {
			return "at_most"
		}
		if two == "close" {
			return "about"
		}
	case "than":
		return r.than(two, r.word(i-3))
	}
	return ""
}

// than reads "more than", "no less than", "not more than".
func (r *reader) than(word, before string) string {
	more, less := "at_least", "at_most"
	if before == "no" || before == "not" {
		more, less = less, more
	}
	switch word {
	case "more", "greater", "higher", "larger", "bigger", "better":
		return more
	case "less", "fewer", "lower", "smaller":
		return less
	}
	return ""
}
