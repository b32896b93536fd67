package segment

import "strings"

// abbreviation is how a word with a full stop of its own behaves.
type abbreviation uint8

const (
	notAbbreviation abbreviation = iota
	// title goes with the name behind it and never ends a sentence: "Dr.".
	title
	// beforeNumber is one only when a number follows: "No. 5".
	beforeNumber
	// usual may stand at the end of a sentence: "Acme Inc.".
	usual
	// usualCapital is usual, but only with a capital: "Sat.".
	usualCapital
	// never ends a sentence, whatever follows: "e.g.".
	never
)

func (a abbreviation) needsCapital() bool { return a == title || a == usualCapital }

// abbreviations by their letters in lower case, without the full stop.
var abbreviations = abbreviationTable(map[abbreviation]string{
	title: `mr mrs ms mx dr drs prof profs gen col lt sgt capt cpt maj cmdr cdr adm brig cpl pvt sen sens rep reps gov govs
		pres rev hon messrs mme mlle mgr st ft mt ste supt det insp amb atty dist dep asst sr sra pfc spc fr br mons`,
	beforeNumber: `no nos vol vols p pp fig figs art arts sec secs ch chap par para eq c ca`,
	usual: `inc corp co cos ltd llc llp plc bros jr etc est dept assn assoc univ intl ave blvd rd hwy
		feb aug sept oct nov dec tel ext al esp incl lbs yrs mins hrs`,
	never: `e.g i.e a.k.a f.k.a d.b.a cf viz approx vs`,
	usualCapital: `jan mar apr jun jul sep mon tue tues wed thu thur thurs fri sat sun
		ala ariz ark calif colo conn del fla ga ill ind kan kans ky la md mass mich minn miss mo mont neb nev okla ore pa penn
		tenn tex va vt wash wis wyo sask alta ont que man bc ont rs sp pty mfg mtn pt dr`,
})

func abbreviationTable(words map[abbreviation]string) map[string]abbreviation {
	table := map[string]abbreviation{}
	for _, kind := range [...]abbreviation{never, usualCapital, usual, beforeNumber, title} {
		for word := range strings.FieldsSeq(words[kind]) {
			table[word] = kind
		}
	}
	return table
}
