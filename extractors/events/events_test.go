package events

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gleaner/extractors/doc"
)

// lessonText is one invented article: a launch that is planned, an acquisition
// told twice, and a sentence without an event.
const lessonText = `[org Norvik/NNP] will/MD launch/VB a/DT drone/NN in/IN [gpe Brazil/NNP] ,/, [person Mara/NNP Dole/NNP] said/VBD/say ./.
[org Tarn/NNP] acquired/VBD/acquire [org Bolt/NNP] last/JJ year/NN ./.
The/DT acquisition/NN of/IN [org Bolt/NNP] by/IN [org Tarn/NNP] was/VBD/be large/JJ ./.
People/NNS/person like/VBP drones/NNS/drone ./.`

const launchDefinition = `type: launch
summary: Someone brings out something new.
roles:
  agent: organization
  product: phrase
  market: gpe
frames:
  - "{agent} <verb> {product}"
  - "{agent} <verb> {product} in {market}"
triggers:
  - {verbs: launch}
`

const acquisitionDefinition = `type: acquisition
summary: Someone buys a company.
roles:
  buyer: organization
  target: organization
frames:
  - "{buyer} <verb> {target}"
  - "<noun> of {target} by {buyer}"
triggers:
  - {verbs: acquire}
  - {nouns: acquisition}
`

func sampleDefinitions(t testing.TB) *Definitions {
	t.Helper()
	defs, err := LoadDefinitions(fstest.MapFS{
		"launch.yaml":      {Data: []byte(launchDefinition)},
		"acquisition.yaml": {Data: []byte(acquisitionDefinition)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return defs
}

// lesson is lessonText with its two events.
func lesson(t testing.TB) Lesson {
	d := sample(t, lessonText)
	at := func(form string) doc.Range { x := tokenAt(t, d, form); return doc.Range{First: x, End: x + 1} }
	return Lesson{Doc: d, Gold: []GoldEvent{
		{
			Type: "launch", Status: doc.Planned, Source: []string{"Mara Dole"}, Triggers: []doc.Range{at("launch")}, Sentences: []int32{0},
			Arguments: []GoldArgument{{"agent", []string{"Norvik"}}, {"product", []string{"drone"}}, {"market", []string{"Brazil"}}},
		},
		{
			Type: "acquisition", Status: doc.Actual, Triggers: []doc.Range{at("acquired"), at("acquisition")}, Sentences: []int32{1, 2},
			Arguments: []GoldArgument{{"buyer", []string{"Tarn"}}, {"target", []string{"Bolt"}}},
		},
	}}
}

// readLesson is a stage with its model, nil for none, and lessonText as it reads it.
func readLesson(t testing.TB, defs *Definitions, m *Model) (*Stage, *doc.Doc) {
	t.Helper()
	stage, err := NewWith(defs, m)
	if err != nil {
		t.Fatal(err)
	}
	d := sample(t, lessonText)
	if err := stage.Apply(d); err != nil {
		t.Fatal(err)
	}
	return stage, d
}

// manyLessons are lessonText often enough to learn from.
func manyLessons(t testing.TB) []Lesson {
	lessons := make([]Lesson, 40)
	for i := range lessons {
		lessons[i] = lesson(t)
	}
	return lessons
}

// learntOften are models that have seen lessonText many times.
func learntOften(t testing.TB, defs *Definitions) *Model {
	t.Helper()
	return learnt(t, defs, manyLessons(t)...)
}

// embeddedStage is the stage with the embedded definitions and models.
func embeddedStage(t testing.TB) *Stage {
	t.Helper()
	defs, err := LoadDefinitions(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	stage, err := New(defs)
	if err != nil {
		t.Fatal(err)
	}
	return stage
}

// TestRules: without a model, the definitions decide alone.
func TestRules(t *testing.T) {
	_, d := readLesson(t, sampleDefinitions(t), nil)
	checkLesson(t, d)
}

// TestLearn: models learnt from an article find its events, are the same each
// time, and come back from their file as they were.
func TestLearn(t *testing.T) {
	defs := sampleDefinitions(t)
	file := learntOften(t, defs).Encode()
	if !bytes.Equal(file, learntOften(t, defs).Encode()) {
		t.Error("the same lessons gave different models")
	}
	m, err := OpenModel(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(file, m.Encode()) {
		t.Error("a model changes when it is written and read")
	}
	stage, d := readLesson(t, defs, m)
	checkLesson(t, d)
	checkExplanations(t, stage)
}

// TestTriggerLessons: models of triggers are learnt anew from lessons and each
// time other drills, the same each time; all other models stay.
func TestTriggerLessons(t *testing.T) {
	defs := sampleDefinitions(t)
	m := learntOften(t, defs)
	lessons, err := NewTriggerLessons(defs, manyLessons(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	silent := lesson(t)
	silent.Gold, silent.Shown.Triggers = nil, 800
	teach := func(drills ...Lesson) *Model {
		t.Helper()
		taught, err := lessons.Teach(m, drills)
		if err != nil {
			t.Fatal(err)
		}
		if taught.role != m.role || taught.judge != m.judge || taught.trigger == m.trigger || taught.sense == m.sense {
			t.Error("other models than those of triggers were learnt anew, or not these")
		}
		return taught
	}
	plain := teach()
	_, d := readLesson(t, defs, plain)
	checkLesson(t, d)
	_, d = readLesson(t, defs, teach(silent))
	if len(d.Events) == 2 {
		t.Error("drills that tell of no event changed nothing")
	}
	if !bytes.Equal(plain.Encode(), teach().Encode()) {
		t.Error("the same lessons gave different models")
	}
}

// TestJudgeReasons: the embedded judge says what spoke for an event.
func TestJudgeReasons(t *testing.T) {
	all, err := embeddedStage(t).Explain(sample(t, lessonText))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("nothing to explain")
	}
	for _, e := range all {
		if len(e.Judge) == 0 || e.Judge[0].Evidence == "" {
			t.Errorf("%s: the judge has no reasons: %+v", e.Trigger, e.Judge)
		}
	}
}

// TestStatusReasons: a status is explained by the phrase that tells it, else by
// what the embedded model of statuses went by.
func TestStatusReasons(t *testing.T) {
	stage := embeddedStage(t)
	told := map[bool]int{}
	for _, text := range []string{lessonText, `
[org Tarn/NNP] pulled/VBD/pull out/RP of/IN the/DT deal/NN with/IN [org Bolt/NNP] ./.`} {
		all, err := stage.Explain(sample(t, text))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range all {
			told[e.StatusTold]++
			if e.StatusTold == (len(e.Verdict) > 0) {
				t.Errorf("%s: status told %v, verdict %+v", e.Trigger, e.StatusTold, e.Verdict)
			}
		}
	}
	if told[true] == 0 || told[false] == 0 {
		t.Errorf("statuses told by the phrase or not: %v, want both", told)
	}
}

// checkLesson holds the events of lessonText against what it says.
func checkLesson(t *testing.T, d *doc.Doc) {
	t.Helper()
	if len(d.Events) != 2 {
		t.Fatalf("got %d events, want a launch and an acquisition: %+v", len(d.Events), d.Events)
	}
	launch, acquisition := d.Events[0], d.Events[1]
	if launch.Type != "launch" || launch.Status != doc.Planned || launch.Attribution == nil || d.TextOf(launch.Attribution.Source) != "Mara Dole" {
		t.Errorf("launch: got %+v", launch)
	}
	if acquisition.Type != "acquisition" || acquisition.Status != doc.Actual || len(acquisition.Mentions) != 2 {
		t.Errorf("acquisition: got %+v", acquisition)
	}
	for _, want := range []struct {
		event      doc.Event
		role, text string
	}{
		{launch, "agent", "Norvik"},
		{launch, "product", "drone"},
		{acquisition, "buyer", "Tarn"},
		{acquisition, "target", "Bolt"},
	} {
		if !slices.ContainsFunc(want.event.Arguments, func(a doc.Argument) bool { return a.Role == want.role && d.TextOf(a.Range) == want.text }) {
			t.Errorf("%s: no %s %q among %+v", want.event.Type, want.role, want.text, want.event.Arguments)
		}
	}
}

func checkExplanations(t *testing.T, stage *Stage) {
	t.Helper()
	all, err := stage.Explain(sample(t, lessonText))
	if err != nil {
		t.Fatal(err)
	}
	reported := 0
	for _, e := range all {
		if !e.Reported {
			continue
		}
		reported++
		if e.Trigger == "" || e.Sentence == "" || len(e.Reasons) == 0 {
			t.Errorf("explanation lacks its reasons: %+v", e)
		}
	}
	if reported != 2 {
		t.Errorf("got %d explanations of events, want 2", reported)
	}
	again, err := stage.Explain(sample(t, lessonText))
	if err != nil {
		t.Fatal(err)
	}
	a, _ := json.Marshal(all)
	b, _ := json.Marshal(again)
	if !bytes.Equal(a, b) {
		t.Error("the same document was explained in two ways")
	}
}

// FuzzOpenModel: damaged files give an error and never a panic.
func FuzzOpenModel(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{3, 1, 2, 3})
	f.Add(learnt(f, sampleDefinitions(f), lesson(f), lesson(f)).Encode())
	f.Fuzz(func(t *testing.T, file []byte) {
		if m, err := OpenModel(file); err == nil && m == nil {
			t.Error("neither a model nor an error")
		}
	})
}

// TestExcludedSense: what a definition excludes is no event of its type, though
// models take it for one.
func TestExcludedSense(t *testing.T) {
	m := learntOften(t, sampleDefinitions(t))
	for definition, want := range map[string]bool{
		launchDefinition: true,
		launchDefinition + `    not: ["<verb> a car"]` + "\n":                                          true,
		launchDefinition + `    not: ["<verb> a drone"]` + "\n":                                        false,
		launchDefinition + `    not: ["<verb> drone"]` + "\n":                                          true,
		launchDefinition + `    not: ["<verb> *? drone"]` + "\n":                                       false,
		launchDefinition + `    not: ["<verb> *? a drone"]` + "\n":                                     false,
		launchDefinition + `    not: ["<verb> a @flying|car"]` + "\nwords: {flying: 'kite, drone'}\n":  false,
		launchDefinition + `    not: ["<verb> a @flying|car"]` + "\nwords: {flying: 'kite, rocket'}\n": true,
	} {
		defs, err := LoadDefinitions(fstest.MapFS{
			"launch.yaml":      {Data: []byte(strings.Replace(definition, "{verbs: launch}", "verbs: launch", 1))},
			"acquisition.yaml": {Data: []byte(acquisitionDefinition)},
		})
		if err != nil {
			t.Fatal(err)
		}
		_, d := readLesson(t, defs, m)
		if found := slices.ContainsFunc(d.Events, func(e doc.Event) bool { return e.Type == "launch" }); found != want {
			t.Errorf("launch found %v, want %v, by\n%s", found, want, definition)
		}
	}
}
