package values

// comparator reads the words before a value: "about", "at least", "up to".
func (r *reader) comparator(i int32) string {
	before, two := r.word(i-1), r.word(i-2)
	switch before {
	case "about", "around", "approximately", "roughly", "nearly", "almost", "some", "circa", "estimated", "~":
		return "about"
	case "over", "above", "exceeding":
		return "at_least"
	case "under", "below":
		return "at_most"
	case "least":
		if two == "at" {
			return "at_least"
		}
	case "most":
		if two == "at" {
			return "at_most"
		}
	case "to":
		if two == "up" {
			return "at_most"
		}
		if two == "close" {
			return "about"
		}
	case "than":
		switch two {
		case "more", "greater", "higher":
			return "at_least"
		case "less", "fewer", "lower":
			return "at_most"
		}
	}
	return ""
}
