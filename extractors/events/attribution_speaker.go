package events

import "gleaner/extractors/doc"

// find goes from the phrase that stands where a speaker does to who is meant:
// the one who spoke before in the sentence, the noun before "which", the name
// beside the phrase; and to the entity. It says whether that may be a speaker
// at all. The earlier statements are those of the document before this one.
func (st *statement) find(d *doc.Doc, earlier []statement, held titles) bool {
	sentence := d.Sentences[st.sentence].Range
	if last := len(earlier) - 1; last >= 0 && st.goesOn(d, &earlier[last]) {
		st.source, st.entity = earlier[last].source, earlier[last].entity
		return true
	}
	st.source = withoutTimes(d, antecedent(d, st.source, sentence))
	if st.source.Len() == 0 || neverSpeaks(d, st.source) {
		return false
	}
	st.source = named(d, st.source, sentence, st.cue.First)
	st.resolve(d, earlier, held)
	return true
}

// neverSpeaks says whether a phrase is a pronoun that is never a subject: "them" of
// ", accusing them of fraud".
func neverSpeaks(d *doc.Doc, r doc.Range) bool {
	t := &d.Tokens[r.First]
	return r.Len() == 1 && t.Tag == doc.PRP && objectPronouns[t.Lower]
}

var objectPronouns = wordSet("him her them me us himself herself itself themselves")

// goesOn says whether the speaker of the statement before says this, too:
// "..., she said, adding that".
func (st *statement) goesOn(d *doc.Doc, before *statement) bool {
	cue := st.cue.First
	return before.sentence == st.sentence && !st.inverted && d.Tokens[cue].Tag == doc.VBG && d.Tokens[cue-1].Tag == doc.Comma
}

// antecedent goes from "which" or "who" to the phrase before it.
func antecedent(d *doc.Doc, r, sentence doc.Range) doc.Range {
	if tag := d.Tokens[r.First].Tag; r.Len() != 1 || tag != doc.WP && tag != doc.WDT {
		return r
	}
	t := r.First - 1
	if t > sentence.First && d.Tokens[t].Tag == doc.Comma {
		t--
	}
	if t < sentence.First || !nominal(d.Tokens[t].Tag) {
		return r
	}
	return climb(d, phraseOf(d, t, sentence), sentence)
}

// withoutTimes cuts off when something was said: "her lawyers" of "last month
// her lawyers", "Jane Roe" of "Jane Roe yesterday". Of a number nothing is left.
func withoutTimes(d *doc.Doc, r doc.Range) doc.Range {
	if m := lastMention(d, r); m >= 0 && d.Mentions[m].Range == r {
		return r
	}
	cut := r
	for cut.Len() > 1 && (tellsTime(d.Tokens[cut.End-1].Lower) || relativeTime[d.Tokens[cut.End-1].Lower]) {
		cut.End--
	}
	for t := cut.First; t < min(cut.First+3, cut.End-1); t++ {
		if timeUnits[d.Tokens[t].Lower] || calendar[d.Tokens[t].Lower] {
			cut.First = t + 1
		}
	}
	switch {
	case cut.Len() == 1 && d.Tokens[cut.First].Tag == doc.CD:
		return doc.Range{}
	case cut == r:
		return r
	}
	return withoutDeterminer(d, cut)
}

// named goes from a title to the name beside it: from "analyst" to "Jane Roe"
// in "analyst Jane Roe said", "her agent, Jane Roe, said" and "Jane Roe,
// analyst at Acme said"; from "magazine" to its name.
func named(d *doc.Doc, r, sentence doc.Range, cue int32) doc.Range {
	if m := lastMention(d, r); m >= 0 && d.Mentions[m].End == r.End && maySpeak(&d.Mentions[m]) {
		return r
	}
	if m := nameFrom(d, r.End, sentence.End); m != nil {
		return m.Range
	}
	if m := nameBefore(d, r.First, sentence.First); m != nil {
		return m.Range
	}
	if r.End+1 < sentence.End && d.Tokens[r.End].Tag == doc.Comma {
		first := r.End + 1
		for end := min(first+3, sentence.End-1); first < end && d.Tokens[first].Tag.Noun() && mentionAt(d, first) < 0; {
			first++
		}
		// Between commas or right before the cue; else it is a list, or the next clause.
		if m := nameFrom(d, first, sentence.End); m != nil && (m.End >= sentence.End || closesName(d, m.End) || onlyHelps(d, m.End, cue)) {
			return m.Range
		}
	}
	return r
}

// maySpeak says whether a mention names a person or an organization.
func maySpeak(m *doc.Mention) bool {
	return m.Form == doc.Name && (m.Kind == doc.Person || m.Kind == doc.Organization)
}

// nameFrom is the name of a possible speaker that begins at a token, nil for none.
func nameFrom(d *doc.Doc, at, end int32) *doc.Mention {
	if at >= end {
		return nil
	}
	i := mentionAt(d, at)
	if i < 0 || d.Mentions[i].First != at || !maySpeak(&d.Mentions[i]) {
		return nil
	}
	return &d.Mentions[i]
}

// closesName says whether a token ends what was put in between commas.
func closesName(d *doc.Doc, t int32) bool {
	return d.Tokens[t].Tag == doc.Comma || d.Tokens[t].Tag == doc.Period || closesQuote(d, t)
}

// onlyHelps says whether nothing but auxiliaries and adverbs stand between two tokens.
func onlyHelps(d *doc.Doc, from, to int32) bool {
	for t := from; t < to; t++ {
		if tag := d.Tokens[t].Tag; tag != doc.RB && tag != doc.MD && !tag.Verb() {
			return false
		}
	}
	return from <= to
}

// nameBefore is the person that a phrase behind a comma explains, at the
// beginning of a sentence or behind a quote: elsewhere "..., the company said"
// stands behind a name, too.
func nameBefore(d *doc.Doc, at, first int32) *doc.Mention {
	t := at - 1
	for t > first && (d.Tokens[t].Tag == doc.DT || d.Tokens[t].Tag == doc.PRPS) {
		t--
	}
	if t <= first || d.Tokens[t].Tag != doc.Comma {
		return nil
	}
	i := mentionAt(d, t-1)
	if i < 0 || d.Mentions[i].End != t || d.Mentions[i].Kind != doc.Person || !maySpeak(&d.Mentions[i]) {
		return nil
	}
	for t = d.Mentions[i].First; t > first && d.Tokens[t-1].Tag.Noun(); {
		t--
	}
	opens := t == first || t == first+1 && d.Tokens[first].Tag == doc.CC || closesQuote(d, t-1) ||
		t > first+1 && d.Tokens[t-1].Tag == doc.Comma && closesQuote(d, t-2)
	if !opens {
		return nil
	}
	return &d.Mentions[i]
}

// endsInSpeaker says whether a phrase ends with a name of one who may speak.
func endsInSpeaker(d *doc.Doc, r doc.Range) bool {
	m := lastMention(d, r)
	return m >= 0 && d.Mentions[m].End == r.End && d.Mentions[m].Kind <= doc.GPE
}
