package replay

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"gleaner/schemas"
)

// Status says how a job stands.
type Status string

// The statuses. A job that says Running and whose lock nobody holds was killed.
const (
	Running     Status = "running"
	Paused      Status = "paused"
	Interrupted Status = "interrupted" // by Ctrl-C or SIGTERM: run it again to go on
	Cancelled   Status = "cancelled"
	Failed      Status = "failed"
	Done        Status = "done"
)

// stateVersion is that of the JSON of State.
const stateVersion = 1

// State is all that is kept of a job.
type State struct {
	Version int    `json:"version"`
	Job     string `json:"job"`
	// Run tells apart jobs of one name, of which the later began anew.
	Run    string `json:"run"`
	Status Status `json:"status"`
	// Sources and Target are as they were given.
	Sources []string `json:"sources"`
	Target  string   `json:"target"`
	// Reason is why somebody replays.
	Reason string `json:"reason,omitempty"`
	// Producer is what extracts, where this job does.
	Producer schemas.Producer `json:"producer,omitzero"`
	// Settings are those of the plan.
	Settings map[string]string `json:"settings,omitempty"`
	// Holder is who runs it, or did last: "host:pid".
	Holder string `json:"holder,omitempty"`
	// Position is after the last article that is done with; From is where to
	// read from, to know the copies of what was read before.
	Position string `json:"position,omitempty"`
	From     string `json:"from,omitempty"`
	// Outputs are the files that are written, as long as they are then.
	Outputs []Output `json:"outputs,omitempty"`
	// Sequence is of the last article that was published.
	Sequence uint64 `json:"sequence,omitempty"`
	// BytesDone and BytesTotal are of the source; total is -1 when unknown.
	BytesDone  int64 `json:"bytes_done,omitempty"`
	BytesTotal int64 `json:"bytes_total,omitempty"`

	BeganAt   time.Time `json:"began_at"`
	UpdatedAt time.Time `json:"updated_at"`
	// Active is how long the runs took together.
	Active time.Duration `json:"active_ns"`
	Error  string        `json:"error,omitempty"`
	Report Report        `json:"report"`
}

// Output is a file that a job writes.
type Output struct {
	Path string `json:"path"`
	Size int64  `json:"size"`
}

// ParseState reads what a Store holds.
func ParseState(b []byte) (*State, error) {
	s := &State{}
	if err := json.Unmarshal(b, s); err != nil {
		return nil, fmt.Errorf("read the state of a job: %w", err)
	}
	if s.Version != stateVersion {
		return nil, fmt.Errorf("the state of job %s is of version %d and this program knows version %d", s.Job, s.Version, stateVersion)
	}
	s.Report.init()
	return s, nil
}

// differs says which settings are not those of the articles that are done; ""
// where none differs, nothing is done yet, or an older version kept none.
func (s *State) differs(now map[string]string) string {
	if s.Position == "" || s.Settings == nil {
		return ""
	}
	var other []string
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if was, ok := s.Settings[name]; ok && was != now[name] {
			other = append(other, fmt.Sprintf("%s was %q, is %q", name, was, now[name]))
		}
	}
	return strings.Join(other, "; ")
}
