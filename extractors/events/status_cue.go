package events

import "strings"

// cueClass groups words by what they say of the status of what they govern.
type cueClass uint8

const (
	// cueFuture: will happen, was agreed or scheduled.
	cueFuture cueClass = iota + 1
	// cueModal: may, could, might.
	cueModal
	// cueAttempt: somebody tries, wants or considers it.
	cueAttempt
	// cueDemand: somebody asks for it, proposes or threatens it.
	cueDemand
	// cueCondition: if, unless, whether.
	cueCondition
	// cueRumour: somebody believes, expects or reports it unconfirmed.
	cueRumour
	// cueNegation: not, no, never.
	cueNegation
	// cueFailure: it was tried or asked for and did not come about.
	cueFailure
	// cueDenial: somebody denies, refuses or rejects it.
	cueDenial
	// cueReversal: it was planned or in force, and no longer is.
	cueReversal
	numCueClasses
)

var cueNames = [numCueClasses]string{
	"", "future", "modal", "attempt", "demand", "condition", "rumour", "negation", "failure", "denial", "reversal",
}

// String names the class, as explanations show it.
func (c cueClass) String() string { return cueNames[c] }

// statusCue is what one word says. A weak cue has other senses too: only the
// model listens to it, never the rules.
type statusCue struct {
	class cueClass
	weak  bool
}

// cueTable lists lemmas by class, "?" marks weak ones. Verbs with a particle
// are joined by "_".
const cueTable = `
future    will shall 'll wo plan schedule agree prepare slate due upcoming forthcoming intend intention promise pledge vow tomorrow imminent gear_up set_to going_to
future?   set next later ahead coming soon shortly future decide commit ready poise await approach pending undertake expect arrange
modal     may might could would likely possible possibly perhaps potential potentially 'd possibility unlikely probably
modal?    can should must ought chance prospect risk eventual
attempt   seek hope aim try attempt want consider explore weigh mull wish contemplate ponder would-be bid look_to look_at push_for press_for
attempt?  look eye effort offer discuss study push pursue work keen ambition target bidder interested evaluate examine favour favor back support option think intent prefer review debate
demand    urge demand propose proposal threaten threat recommend recommendation suggest petition lobby plead call_for call_on ask_for apply_for
demand?   call ask request press appeal warn insist advise need require campaign face oppose pressure apply application submit draft invite
condition if unless whether hypothetical conditional contingent
condition? until once provided subject otherwise
rumour    rumour rumor rumoured rumored speculate speculation predict proposed planned anticipate foresee
rumour?   believe reportedly allegedly alleged suspect suspected fear tip apparently concern worry expectation expected presumed
negation  not n't no never without neither nor none nobody nothing cannot
negation? hardly yet nowhere instead rather barely
failure   fail failure unable avert thwart foil inability unsuccessful
failure?  avoid prevent escape miss lack absence impossible stop block decline lose spare skip shun boycott short
denial    deny denial refuse refusal reject rejection rebuff refute unfounded turn_down rule_out
denial?   dismiss dispute resist disavow false contest
reversal  cancel cancellation scrap lift overturn abandon revoke reverse reversal rescind void annul quash abort scuttle shelve axe retract nullify ditch call_off pull_out back_out fall_through fall_apart break_off walk_away
reversal? withdraw withdrawal collapse drop terminate termination repeal undo suspend suspension halt end pull delay postpone unwind breakdown break_down backtrack renege break fall remove reinstate expire waive freeze ease relax put_off
`

var cueByLemma = readCues(cueTable)

// particled are the verbs that have an entry with a particle.
var particled = func() map[string]bool {
	m := map[string]bool{}
	for words := range cueByLemma {
		if verb, _, ok := strings.Cut(words, "_"); ok {
			m[verb] = true
		}
	}
	return m
}()

func readCues(table string) map[string]statusCue {
	m := make(map[string]statusCue, 256)
	for row := range strings.Lines(table) {
		words := strings.Fields(row)
		if len(words) == 0 {
			continue
		}
		name, weak := strings.CutSuffix(words[0], "?")
		for class := cueFuture; class < numCueClasses; class++ {
			if cueNames[class] != name {
				continue
			}
			for _, w := range words[1:] {
				m[w] = statusCue{class, weak}
			}
		}
	}
	return m
}
