package clean

import (
	"strings"
	"unicode"
)

const (
	// languageSample is how many bytes of text are looked at.
	languageSample = 6000
	// languageWords is the fewest words that can speak against English.
	languageWords = 20
)

// language returns the ISO 639-1 code of the text's language: by its script, or
// in Latin script by its smallest words. Short and unclear texts are "en".
func language(text string) string {
	text = text[:min(len(text), languageSample)]
	if code := languageOfScript(text); code != "" {
		return code
	}
	var hits [len(latinLanguages)]int
	words := 0
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		words++
		for i := range latinLanguages {
			if latinLanguages[i].words[word] {
				hits[i]++
			}
		}
	}
	best := 0
	for i := range hits {
		if hits[i] > hits[best] {
			best = i
		}
	}
	if words < languageWords || hits[best]*12 < words || hits[best]*2 < hits[0]*3 {
		return "en"
	}
	return latinLanguages[best].code
}

// languageOfScript decides by the letters; "" for Latin script.
func languageOfScript(text string) string {
	var counts [len(scripts)]int
	letters := 0
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		if r < 0x370 {
			continue
		}
		for i := range scripts {
			if unicode.Is(scripts[i].table, r) {
				counts[i]++
				break
			}
		}
	}
	other := 0
	for i := range counts {
		other += counts[i]
	}
	if other*3 < letters || other == 0 {
		return ""
	}
	best := 0
	for i := range counts {
		if counts[i] > counts[best] {
			best = i
		}
	}
	switch code := scripts[best].code; {
	case code == "zh" && counts[kana]*10 > counts[best]:
		return "ja"
	case code == "ru" && strings.ContainsAny(text, "їєґЇЄҐ"):
		return "uk"
	default:
		return code
	}
}

// kana is the index of the Japanese syllables in scripts.
const kana = 0

var scripts = [...]struct {
	code  string
	table *unicode.RangeTable
}{
	kana: {"ja", kanaTable()}, {"zh", unicode.Han}, {"ko", unicode.Hangul}, {"ru", unicode.Cyrillic}, {"el", unicode.Greek},
	{"ar", unicode.Arabic}, {"he", unicode.Hebrew}, {"hi", unicode.Devanagari}, {"th", unicode.Thai}, {"bn", unicode.Bengali},
}

func kanaTable() *unicode.RangeTable {
	return &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x3041, Hi: 0x30FF, Stride: 1}}}
}

// latinLanguages by words that are frequent in them and rare in the others;
// English comes first and wins ties.
var latinLanguages = [...]struct {
	code  string
	words map[string]bool
}{
	{"en", wordSet("the of and to in that is was for with on as by it from at are this be have not which has were been its said")},
	{"es", wordSet("el los las del que una por con para como más pero fue está sus también y su al lo entre desde")},
	{"pt", wordSet("o os do da dos das não uma um em com para por mais foi ao são também pelo pela seu sua e às")},
	{"fr", wordSet("le les des du et une est dans pour que qui sur par avec au aux pas sont été cette ce il elle ont")},
	{"de", wordSet("der die das und den von zu mit ist im für auf nicht ein eine dem des sich auch wird als sind werden nach")},
	{"it", wordSet("il gli della del di che per una con non sono nel alla dei delle è anche dal più ha ma degli questo")},
	{"nl", wordSet("de het een van en in op te dat die voor met zijn niet aan er ook bij naar om werd wordt uit")},
	{"sv", wordSet("och att det som en på är av för med den till inte har om ett från var men sig efter ska")},
	{"da", wordSet("og at det er en til på af for med der den som ikke har de et fra blev efter kan også")},
	{"pl", wordSet("i w na z się nie do to że jest o jak po od za przez oraz był dla są ale już")},
	{"tr", wordSet("ve bir bu için ile da de olarak daha çok olan en gibi sonra kadar olduğu ise ancak dedi")},
	{"id", wordSet("yang dan di dari untuk dengan ini pada itu tidak dalam akan oleh juga adalah ke telah bisa kata")},
	{"ro", wordSet("și în de la a cu pe din care nu este mai pentru sau că fost au după prin către lui")},
	{"cs", wordSet("a se na v je že to s z do o i pro ale po jako jsou byl podle který také už")},
	{"vi", wordSet("và của là các có trong được cho không với một người những đã này khi về tại đến")},
}
