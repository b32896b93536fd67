package train

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"gleaner/extractors"
	"gleaner/extractors/doc"
	"gleaner/extractors/eval"
	"gleaner/extractors/models"
	"gleaner/extractors/resolve"
	"gleaner/extractors/treebank"
)

const resolveSeed = 1

// Antecedents trains the model that says what pronouns and phrases like "the
// company" refer to, and says in a card how good it is: on GUM's and gold's
// parts for development, and on GAP, whose cases teach too, by cross-validation.
// stages are those before resolve, the first the one that fills the text.
func Antecedents(ctx context.Context, folder string, stages []extractors.Stage, say func(string)) (*resolve.Model, models.Card, error) {
	card := models.Card{
		Summary: "chooses what pronouns and nominals refer to",
		Seed:    resolveSeed, Command: "gleaner train resolve",
		Origins: []models.Origin{
			{Source: "Universal Dependencies English GUM, genres news, interview, bio, speech, voyage", Split: "train", Licence: "CC BY-SA 4.0"},
			{Source: "GAP Coreference Dataset (Webster et al. 2018)", Split: "development", Licence: "Apache 2.0"},
			{Source: "gold: fillers of roles", Split: "train", Licence: "annotation made for this project"},
		},
	}
	sets, err := antecedentSets(folder, stages)
	if err != nil {
		return nil, card, err
	}
	say(fmt.Sprintf("%d documents of GUM, %d cases of GAP, %d articles of gold", len(sets.treebank), len(sets.gap), len(sets.gold)))
	gap, err := sets.cross(ctx, stages)
	if err != nil {
		return nil, card, err
	}
	card.Scores = gap.scores()
	model, err := resolve.Learn(append(append(sets.treebank, sets.gold...), sets.gap...), resolveSeed)
	return model, card, err
}

// lessonSets are the lessons by data set; cases are those of gap.
type lessonSets struct {
	treebank, gap, gold []resolve.Lesson
	cases               []eval.GapCase
}

func antecedentSets(folder string, stages []extractors.Stage) (*lessonSets, error) {
	documents, err := treebank.Read(filepath.Join(folder, "data", "treebank", "gum.train.conllu.gz"))
	if err != nil {
		return nil, err
	}
	sets := new(lessonSets)
	for _, t := range treebank.Only(documents, treebank.Clean) {
		d := t.Doc()
		if err := eval.Part(beyond(stages, doc.Tokens)).Apply(d); err != nil {
			return nil, fmt.Errorf("read %s: %w", t.ID, err)
		}
		sets.treebank = append(sets.treebank, lessonOf(d, eval.OfTreebank(&t)))
	}
	if sets.cases, err = eval.ReadGap(filepath.Join(folder, "data", "coreference", "gap-development.tsv.gz")); err != nil {
		return nil, err
	}
	for i := range sets.cases {
		d := doc.New(context.Background())
		d.Raw = sets.cases[i].Text
		if err := eval.Part(append(slices.Clone(stages), sets.cases[i].GivenNames())).Apply(d); err != nil {
			return nil, fmt.Errorf("read %s: %w", sets.cases[i].ID, err)
		}
		sets.gap = append(sets.gap, lessonOf(d, sets.cases[i].Referents(d)))
	}
	gold, err := eval.OpenGold(filepath.Join(folder, "gold", "train.jsonl"))
	if err != nil {
		return nil, err
	}
	for i := range gold {
		d := extractors.Document(context.Background(), gold[i].Article())
		if err := eval.Part(stages).Apply(d); err != nil {
			return nil, fmt.Errorf("read %s: %w", gold[i].ID, err)
		}
		sets.gold = append(sets.gold, fillerLesson(d, eval.FillersOf(&gold[i], d)))
	}
	return sets, nil
}

// beyond are the stages that add none of the layers up to last.
func beyond(stages []extractors.Stage, last doc.Layer) []extractors.Stage {
	for i, s := range stages {
		if s.Adds()&last != 0 {
			return stages[i+1:]
		}
	}
	return stages
}

// lessonOf teaches by annotated referents.
func lessonOf(d *doc.Doc, referents *eval.Referents) resolve.Lesson {
	var ids []int
	return resolve.Lesson{Doc: d, Teach: func(anaphor doc.Range, form doc.Form, candidates []int32, verdicts []float32) {
		if ids == nil {
			ids = referents.Entities(d)
		}
		id := referents.Of(anaphor, form, doc.NoKind)
		for i, c := range candidates {
			switch {
			case id == eval.NotAnnotated, id == 0 && referents.Open && ids[c] == 0:
			case id != 0 && ids[c] == id:
				verdicts[i] = 1
			default:
				verdicts[i] = -1
			}
		}
	}}
}

// trustInFillers is the weight of what the fillers of a sentence's events tell.
const trustInFillers = 0.5

// fillerLesson teaches by the fillers of roles.
func fillerLesson(d *doc.Doc, fillers *eval.Fillers) resolve.Lesson {
	var ids []int
	return resolve.Lesson{Doc: d, Teach: func(anaphor doc.Range, _ doc.Form, candidates []int32, verdicts []float32) {
		if ids == nil {
			ids = fillers.Entities(d)
		}
		entities := make([]int, len(candidates))
		for i, c := range candidates {
			entities[i] = ids[c]
		}
		likely, ok := fillers.Likely(d.SentenceAt(anaphor.First), entities)
		for i := range verdicts {
			switch {
			case ok && i == likely:
				verdicts[i] = trustInFillers
			case ok && entities[i] != entities[likely]:
				verdicts[i] = -trustInFillers
			}
		}
	}}
}

// GapScores are the figures of GAP with the names found and with them given.
type GapScores struct{ Found, Given eval.GapReport }

// CrossGap measures on each fifth of GAP's cases a model of all other lessons.
func CrossGap(ctx context.Context, folder string, stages []extractors.Stage) (*GapScores, error) {
	sets, err := antecedentSets(folder, stages)
	if err != nil {
		return nil, err
	}
	return sets.cross(ctx, stages)
}

func (s *lessonSets) cross(ctx context.Context, stages []extractors.Stage) (*GapScores, error) {
	const folds = 5
	all := new(GapScores)
	for fold := range folds {
		lessons := slices.Concat(s.treebank, s.gold)
		var held []eval.GapCase
		for i := range s.gap {
			if i%folds == fold {
				held = append(held, s.cases[i])
			} else {
				lessons = append(lessons, s.gap[i])
			}
		}
		model, err := resolve.Learn(lessons, resolveSeed)
		if err != nil {
			return nil, err
		}
		stage, err := resolve.NewWith(model)
		if err != nil {
			return nil, err
		}
		for _, part := range []struct {
			sum   *eval.GapReport
			given bool
		}{{&all.Found, false}, {&all.Given, true}} {
			report, err := eval.ScoreGap(ctx, stages, []extractors.Stage{stage}, held, part.given)
			if err != nil {
				return nil, err
			}
			part.sum.Add(report)
		}
	}
	return all, nil
}

func (g *GapScores) scores() []models.Score {
	var scores []models.Score
	for _, part := range []struct {
		on string
		eval.PRF
	}{{"GAP development, five-fold", g.Found.All()}, {"GAP development, five-fold, names given", g.Given.All()}} {
		scores = append(scores,
			models.Score{On: part.on, Measure: "F1", Value: rounded(part.F1())},
			models.Score{On: part.on, Measure: "precision", Value: rounded(part.Precision())})
	}
	return scores
}
