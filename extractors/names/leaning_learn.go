package names

import (
	"context"
	"maps"
	"math"
	"slices"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// Vectors are word vectors of unit length: row i of Values, of Size, is that of
// Words[i], which is in lower case.
type Vectors struct {
	Words  []string
	Size   int
	Values []float32
}

func (v *Vectors) of(i int) []float32 { return v.Values[i*v.Size : (i+1)*v.Size] }

// leaningFolds is into how many parts the words are cut. What a word leans to
// is told by networks that have not seen it, so that it is as true of the
// words of the examples as of all others.
const leaningFolds = 4

// leaningEpochs is how often each word is seen.
const leaningEpochs = 10

// census counts what the capitalised tokens of the examples are, by a word
// near them in a role.
type census [numRoles]map[string]*[numClasses]float32

// leaningClass is the class of a name that may be of those kinds.
func leaningClass(kinds KindSet) int {
	switch {
	case kinds == 0:
		return noClass
	case kinds == KindsOf(doc.Organization):
		return organizations
	case kinds == KindsOf(doc.Person):
		return people
	case kinds == KindsOf(doc.Location):
		return facilities
	case kinds == KindsOf(doc.Nationality):
		return nationalities
	case kinds&^KindsOf(doc.GPE, doc.Location) == 0:
		return places
	}
	return others
}

func takeCensus(examples []Example) *census {
	c := new(census)
	for role := range c {
		c[role] = map[string]*[numClasses]float32{}
	}
	for i := range examples {
		c.add(&examples[i])
	}
	return c
}

func (c *census) add(e *Example) {
	tokens := e.Doc.Tokens
	classes := make([]int, len(tokens))
	for _, n := range e.Names {
		for t := n.First; t < n.End; t++ {
			classes[t] = leaningClass(n.Kinds)
		}
	}
	for i := range e.Doc.Sentences {
		r := e.Doc.Sentences[i].Range
		for t := r.First; t < r.End; t++ {
			if !tokens[t].Shape.Is(doc.Initial) {
				continue
			}
			for role, at := range [numRoles]int32{asItself: t, asBefore: t - 1, asBehind: t + 1} {
				if r.Holds(at) {
					c.count(role, tokens[at].Lower, classes[t])
				}
			}
		}
	}
}

func (c *census) count(role int, word string, class int) {
	counts := c[role][word]
	if counts == nil {
		counts = new([numClasses]float32)
		c[role][word] = counts
	}
	counts[class]++
}

// learnLeanings tells from the vectors what their words lean to. The same
// vectors and examples give the same leanings.
func learnLeanings(ctx context.Context, v *Vectors, examples []Example, seed uint64) (*leanings, error) {
	c := takeCensus(examples)
	place := make(map[string]int, len(v.Words))
	for i, w := range v.Words {
		place[w] = i
	}
	all := make([]leaning, len(v.Words))
	for role := range c {
		words := slices.Sorted(maps.Keys(c[role]))
		words = slices.DeleteFunc(words, func(w string) bool { _, known := place[w]; return !known })
		for fold := range leaningFolds {
			n := newNetwork(v.Size, seed)
			random := linear.NewRandom(seed)
			for range leaningEpochs {
				for _, i := range random.Perm(len(words)) {
					if w := words[i]; leaningFold(w) != fold {
						n.learn(v.of(place[w]), c[role][w])
					}
				}
				if err := ctx.Err(); err != nil {
					return nil, err
				}
			}
			for i, w := range v.Words {
				if leaningFold(w) == fold {
					all[i].set(role, n.answer(v.of(i)))
				}
			}
		}
	}
	keys := make([]uint32, len(all))
	for i, w := range v.Words {
		keys[i] = leaningKey(linear.String(w))
	}
	return newLeanings(keys, all), nil
}

func leaningFold(word string) int { return int(linear.String(word) >> 20 % leaningFolds) }

// network tells the classes from a vector by one hidden layer of tanh and a
// softmax.
type network struct {
	in int
	// hidden has a row of weights for each hidden unit, top for each class, the
	// last of a row being the bias; squares are the sums of squared gradients,
	// for each weight of top and each row of hidden.
	hidden, top   []float32
	hiddenSquares [hiddenUnits]float32
	topSquares    []float32
	state         [hiddenUnits + 1]float32
	answers       [numClasses]float32
}

const hiddenUnits = 32

func newNetwork(in int, seed uint64) *network {
	h, t := hiddenUnits*(in+1), numClasses*(hiddenUnits+1)
	n := &network{in: in, hidden: make([]float32, h), top: make([]float32, t), topSquares: make([]float32, t)}
	random := linear.NewRandom(seed)
	for i := range n.hidden {
		n.hidden[i] = float32(random.Float64()-0.5) * 0.6
	}
	n.state[hiddenUnits] = 1
	return n
}

// unit are the weights of a hidden unit.
func (n *network) unit(h int) []float32 { return n.hidden[h*(n.in+1) : (h+1)*(n.in+1)] }

// class are the weights of a class and their squares.
func (n *network) class(c int) (weights, squares []float32) {
	from, to := c*(hiddenUnits+1), (c+1)*(hiddenUnits+1)
	return n.top[from:to], n.topSquares[from:to]
}

// answer computes the probabilities of the classes, valid until the next call.
func (n *network) answer(x []float32) []float32 {
	for h := range hiddenUnits {
		weights := n.unit(h)
		sum := weights[n.in]
		for i, v := range x {
			sum += weights[i] * v
		}
		n.state[h] = float32(math.Tanh(float64(sum)))
	}
	total := float32(0)
	for c := range n.answers {
		weights, _ := n.class(c)
		sum := float32(0)
		for h, w := range weights {
			sum += w * n.state[h]
		}
		n.answers[c] = float32(math.Exp(float64(sum)))
		total += n.answers[c]
	}
	for c := range n.answers {
		n.answers[c] /= total
	}
	return n.answers[:]
}

// learn moves the weights by what was counted for a word. Frequent words count
// more, by the root of their number.
func (n *network) learn(x []float32, counts *[numClasses]float32) {
	n.answer(x)
	total := float32(0)
	for _, c := range counts {
		total += c
	}
	share := float32(math.Sqrt(float64(min(total, 100)))) / 3
	var back [hiddenUnits]float32
	for c := range n.answers {
		g := (n.answers[c] - counts[c]/total) * share
		weights, squares := n.class(c)
		for h := range back {
			back[h] += g * weights[h]
		}
		for h := range weights {
			descend(&weights[h], &squares[h], g*n.state[h])
		}
	}
	for h, g := range back {
		g *= 1 - n.state[h]*n.state[h]
		n.hiddenSquares[h] += g * g
		step := hiddenRate * g / (1e-3 + float32(math.Sqrt(float64(n.hiddenSquares[h]))))
		weights := n.unit(h)
		for i, v := range x {
			weights[i] -= step * v
		}
		weights[n.in] -= step
	}
}

// The step sizes of AdaGrad. A hidden unit has one sum of squares for all of
// its weights, so its steps are larger by as much as a vector is longer than
// one of its numbers.
const (
	topRate    = 0.05
	hiddenRate = 1.5
)

// descend is one step of AdaGrad.
func descend(w, q *float32, g float32) {
	*q += g * g
	*w -= topRate * g / (1e-3 + float32(math.Sqrt(float64(*q))))
}
