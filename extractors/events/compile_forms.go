package events

import "strings"

// inflections are the forms of an English word, itself first. They are
// generated generously: a form that does not exist matches nothing.
func inflections(word string, c class) []string {
	switch c {
	case verbClass:
		if past, ok := irregularVerbs[word]; ok {
			return append([]string{word, withS(word), withIng(word)}, strings.Fields(past)...)
		}
		forms := []string{word, withS(word), withEd(word), withIng(word)}
		if doubled := doubleLast(word); doubled != "" {
			forms = append(forms, doubled+"ed", doubled+"ing")
		}
		return forms
	case nounClass:
		if plural, ok := irregularNouns[word]; ok {
			return []string{word, plural}
		}
		return []string{word, withS(word)}
	}
	return []string{word}
}

func withS(w string) string {
	switch {
	case endsInConsonantY(w):
		return w[:len(w)-1] + "ies"
	case strings.HasSuffix(w, "s"), strings.HasSuffix(w, "x"), strings.HasSuffix(w, "z"),
		strings.HasSuffix(w, "ch"), strings.HasSuffix(w, "sh"), w == "go", w == "do", w == "veto", w == "undergo":
		return w + "es"
	}
	return w + "s"
}

func withEd(w string) string {
	switch {
	case strings.HasSuffix(w, "e"):
		return w + "d"
	case endsInConsonantY(w):
		return w[:len(w)-1] + "ied"
	}
	return w + "ed"
}

func withIng(w string) string {
	switch {
	case strings.HasSuffix(w, "ie"):
		return w[:len(w)-2] + "ying"
	case strings.HasSuffix(w, "e") && !strings.HasSuffix(w, "ee"):
		return w[:len(w)-1] + "ing"
	}
	if _, irregular := irregularVerbs[w]; irregular {
		if doubled := doubleLast(w); doubled != "" && len(w) <= 6 && w != "open" {
			return doubled + "ing"
		}
	}
	return w + "ing"
}

func endsInConsonantY(w string) bool {
	return len(w) > 1 && w[len(w)-1] == 'y' && !strings.ContainsRune("aeiou", rune(w[len(w)-2]))
}

// doubleLast doubles a single final consonant after a single vowel: "ban",
// "bann"; "" for words that end otherwise.
func doubleLast(w string) string {
	n := len(w)
	if n < 3 || strings.ContainsRune("aeiouwxy", rune(w[n-1])) || !strings.ContainsRune("aeiou", rune(w[n-2])) ||
		(strings.ContainsRune("aeiou", rune(w[n-3])) && w[n-3:n-1] != "ui") {
		return ""
	}
	return w + w[n-1:]
}

// irregularVerbs are the past forms of verbs that news uses of events.
var irregularVerbs = map[string]string{
	"become": "became", "begin": "began begun", "bid": "bade bidden", "break": "broke broken", "bring": "brought",
	"build": "built", "burn": "burned burnt", "buy": "bought", "catch": "caught", "choose": "chose chosen", "come": "came",
	"cost": "cost", "cut": "cut", "deal": "dealt", "die": "died dead", "dig": "dug", "do": "did done", "draw": "drew drawn",
	"drive": "drove driven", "fall": "fell fallen", "feed": "fed", "fight": "fought", "find": "found", "forbid": "forbade forbidden",
	"freeze": "froze frozen", "get": "got gotten", "give": "gave given", "go": "went gone", "grow": "grew grown", "hear": "heard",
	"hit": "hit", "hold": "held", "hurt": "hurt", "keep": "kept", "lay": "laid", "lead": "led", "leave": "left", "lend": "lent",
	"let": "let", "lose": "lost", "make": "made", "meet": "met", "outlay": "outlaid", "overthrow": "overthrew overthrown",
	"overturn": "overturned", "pay": "paid", "plead": "pleaded pled", "prove": "proved proven", "put": "put", "quit": "quit",
	"rebuild": "rebuilt", "resell": "resold", "rise": "rose risen", "run": "ran run", "see": "saw seen", "seek": "sought",
	"sell": "sold", "send": "sent", "set": "set", "shed": "shed", "shoot": "shot", "shrink": "shrank shrunk", "shut": "shut",
	"sink": "sank sunk", "slay": "slew slain", "slide": "slid", "speak": "spoke spoken", "spend": "spent", "spin": "spun span",
	"split": "split", "spread": "spread", "stand": "stood", "steal": "stole stolen", "stick": "stuck", "strike": "struck stricken",
	"swear": "swore sworn", "take": "took taken", "tell": "told", "throw": "threw thrown", "undergo": "underwent undergone",
	"uphold": "upheld", "win": "won", "withdraw": "withdrew withdrawn", "withhold": "withheld", "write": "wrote written",
	"overtake": "overtook overtaken", "undertake": "undertook undertaken", "rule": "ruled", "tear": "tore torn", "bind": "bound",
	"arise": "arose arisen", "blow": "blew blown", "drop": "dropped", "hike": "hiked", "ban": "banned", "plunge": "plunged",
	"bear": "bore borne", "offset": "offset", "oversee": "oversaw overseen", "foresee": "foresaw foreseen", "reset": "reset",
	"upset": "upset", "beat": "beat beaten", "bleed": "bled", "cast": "cast", "forecast": "forecast forecasted", "broadcast": "broadcast broadcasted",
	"drown": "drowned", "eat": "ate eaten", "flee": "fled", "fly": "flew flown", "hang": "hung hanged", "hide": "hid hidden",
	"know": "knew known", "offer": "offered", "ride": "rode ridden", "say": "said", "shake": "shook shaken", "show": "showed shown",
	"sit": "sat", "swing": "swung", "think": "thought", "understand": "understood", "wage": "waged", "weave": "wove woven",
	"gore": "gored", "stab": "stabbed", "rob": "robbed",
}

// irregularNouns are plurals that no rule makes.
var irregularNouns = map[string]string{
	"man": "men", "woman": "women", "person": "people", "child": "children", "life": "lives", "thief": "thieves",
	"knife": "knives", "crisis": "crises", "memorandum": "memoranda", "referendum": "referenda", "axis": "axes",
}
