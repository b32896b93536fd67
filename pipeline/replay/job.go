package replay

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// Plan says what a job is.
type Plan struct {
	Name    string
	Sources []string
	Target  string
	Reason  string
	// Producer is what extracts, where this job does.
	Producer schemas.Producer
	// Settings are those that decide what an article gives, by name: a job goes
	// on only with the ones it was begun with.
	Settings map[string]string
	// Holder names the process, for who finds the job alive.
	Holder string
	// Restart begins anew instead of going on.
	Restart bool
	// Files are the outputs, where there are any: paths of files. All else that
	// an article gives has to bear being written twice.
	Files []string
}

// The errors of Begin beside ErrAlive.
var (
	// ErrOther is returned when the job of the name is another one.
	ErrOther = errors.New("a job of this name replays something else")
	// ErrSettings is returned when the job was begun with other settings.
	ErrSettings = errors.New("the job was begun with other settings")
	// ErrCancelled is returned when the job was cancelled.
	ErrCancelled = errors.New("the job was cancelled")
)

// Job is a replay that this process runs. It is safe for concurrent use.
type Job struct {
	store  Store
	files  *Files // nil when none are written
	ledger *ledger
	gate   *gate
	began  time.Time // this run
	// Resumed says that articles were done before this run.
	Resumed bool
	// Before is what extracted in the runs before this one, zero where they
	// extracted nothing or it is the same.
	Before schemas.Producer
	// wasDone says that the job was at its end before this run.
	wasDone bool
	// bytesBefore are those of the source that were read before this run.
	bytesBefore int64

	mu     sync.Mutex
	state  State
	source *Source
	told   string // the last command
	stop   context.CancelCauseFunc
}

// Begin takes the job of the plan: a new one, or the one that is kept, which
// then goes on. End gives it back.
func Begin(ctx context.Context, store Store, plan Plan) (*Job, error) {
	if err := store.Lock(ctx, plan.Holder); err != nil {
		return nil, err
	}
	j, err := begin(ctx, store, plan)
	if err != nil {
		return nil, errors.Join(err, store.Close(context.WithoutCancel(ctx)))
	}
	return j, nil
}

// begun is the state of a job that is new.
func (p *Plan) begun(now time.Time) *State {
	s := &State{
		Version: stateVersion, Job: p.Name, Run: rand.Text()[:12], Sources: p.Sources, Target: p.Target, BeganAt: now, BytesTotal: -1,
	}
	s.Report.init()
	return s
}

// goOn is the state that is kept of a job, if it is that of the plan.
func (p *Plan) goOn(kept []byte) (*State, error) {
	s, err := ParseState(kept)
	if err != nil {
		return nil, err
	}
	if !slices.Equal(s.Sources, p.Sources) || s.Target != p.Target {
		return nil, fmt.Errorf("%w: %v to %s", ErrOther, s.Sources, s.Target)
	}
	if other := s.differs(p.Settings); other != "" {
		return nil, fmt.Errorf("%w: %s", ErrSettings, other)
	}
	return s, nil
}

func begin(ctx context.Context, store Store, plan Plan) (*Job, error) {
	kept, err := store.Load(ctx)
	if err != nil {
		return nil, err
	}
	fresh := kept == nil || plan.Restart
	now := time.Now().UTC()
	state := plan.begun(now)
	if !fresh {
		if state, err = plan.goOn(kept); err != nil {
			return nil, err
		}
	}
	told, err := store.Command(ctx)
	if err != nil {
		return nil, err
	}
	if told == Cancel && !fresh {
		return nil, fmt.Errorf("%w: %s", ErrCancelled, plan.Name)
	}
	if plan.Restart && told != Run {
		if err := store.Tell(ctx, Run); err != nil {
			return nil, err
		}
	}
	j := &Job{store: store, state: *state, began: now, gate: newGate(), Resumed: state.Position != "", wasDone: state.Status == Done, bytesBefore: state.BytesDone}
	j.state.Status, j.state.Holder, j.state.Error = Running, plan.Holder, ""
	if j.Resumed && state.Producer != plan.Producer {
		j.Before = state.Producer
	}
	j.state.Producer, j.state.Settings = plan.Producer, plan.Settings
	if plan.Reason != "" {
		j.state.Reason = plan.Reason
	}
	if len(plan.Files) > 0 {
		if j.files, err = OpenFiles(plan.Files, state.Outputs, plan.Restart); err != nil {
			return nil, err
		}
		if len(state.Outputs) == 0 { // they are of this job before anything is written
			for _, path := range plan.Files {
				j.state.Outputs = append(j.state.Outputs, Output{Path: path})
			}
		}
	}
	j.ledger = newLedger(j.state.Report.Clone(), state.Position)
	if err := j.save(ctx); err != nil {
		return nil, errors.Join(err, j.closeFiles())
	}
	return j, nil
}

// Output returns the i-th file of the plan.
func (j *Job) Output(i int) *File { return j.files.File(i) }

// From is where the source is to be opened.
func (j *Job) From() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.state.From
}

// Name, Run and Sequence identify what the job has published.
func (j *Job) Name() string { return j.state.Job }

// Run tells apart jobs of one name, of which the later began anew.
func (j *Job) Run() string { return j.state.Run }

// Sequence is of the last article that was published when the state was saved.
func (j *Job) Sequence() uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.state.Sequence
}

// Observe is for pipeline.Config.
func (j *Job) Observe(s pipeline.Settlement) {
	d, ours := s.Delivery.(*delivery)
	o, ended := outcomeOf(s)
	if ours && ended {
		j.ledger.end(d.line, o)
	}
}

// Totals are the counts of what is done.
func (j *Job) Totals() Counts { return j.ledger.totals() }

// Done is how many articles this run has done.
func (j *Job) Done() int64 {
	j.ledger.mu.Lock()
	defer j.ledger.mu.Unlock()
	return j.ledger.first
}

// Progress is how many bytes of the source are read, and how many there are;
// -1 when that is unknown.
func (j *Job) Progress() (done, total int64) {
	j.mu.Lock()
	s := j.source
	j.mu.Unlock()
	if s == nil {
		return 0, -1
	}
	return s.progress()
}

// Begun is how many bytes of the source were read before this run.
func (j *Job) Begun() int64 { return j.bytesBefore }

// IsPaused says whether the job holds because it was told to.
func (j *Job) IsPaused() bool { return j.gate.closed() }

// Keep saves the job and looks for commands every so often until ctx ends. The
// returned context ends with ctx, when the job is cancelled, and when it
// cannot be saved; its cause says which. wait returns when nothing is saved any more.
func (j *Job) Keep(ctx context.Context, every time.Duration) (running context.Context, wait func()) {
	running, stop := context.WithCancelCause(ctx)
	j.mu.Lock()
	j.stop = stop
	j.mu.Unlock()
	quit, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-quit:
				return
			case <-tick.C:
			}
			if err := j.tick(running); err != nil {
				stop(err)
				return
			}
		}
	}()
	return running, sync.OnceFunc(func() { close(quit); <-gone; stop(nil) })
}

// tick obeys and saves.
func (j *Job) tick(ctx context.Context) error {
	told, err := j.store.Command(ctx)
	switch {
	case ctx.Err() != nil:
		return nil
	case err != nil:
		return fmt.Errorf("look for commands: %w", err)
	case told == Cancel:
		return ErrCancelled
	}
	j.gate.set(told == Pause)
	j.mu.Lock()
	j.told = told
	j.mu.Unlock()
	if err := j.Save(ctx); err != nil && ctx.Err() == nil {
		return err
	}
	return nil
}

// Fail ends the run because of an error.
func (j *Job) Fail(err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.stop != nil {
		j.stop(err)
	}
}

// Save makes what is done durable: what was written, how far that is, and the counts.
func (j *Job) Save(ctx context.Context) error {
	if j.files == nil {
		return j.save(ctx)
	}
	return j.files.hold(func(outputs []Output, lines int64) error {
		// What is in the files is committed as soon as its settlement is seen.
		if err := j.ledger.await(ctx, lines); err != nil {
			return err
		}
		j.mu.Lock()
		j.state.Outputs = outputs
		j.mu.Unlock()
		return j.save(ctx)
	})
}

func (j *Job) save(ctx context.Context) error {
	j.mu.Lock()
	report, position := j.ledger.snapshot()
	s := &j.state
	s.Report, s.Position = report, position
	if j.source != nil {
		s.From = j.source.from(position)
		s.BytesDone, s.BytesTotal = j.source.progress()
	}
	now := time.Now().UTC()
	if !s.UpdatedAt.IsZero() && s.UpdatedAt.After(j.began) {
		s.Active += now.Sub(s.UpdatedAt)
	} else {
		s.Active += now.Sub(j.began)
	}
	s.UpdatedAt = now
	if s.Status == Running && j.told == Pause {
		s.Status = Paused
	} else if s.Status == Paused && j.told == Run {
		s.Status = Running
	}
	body, err := json.Marshal(s)
	j.mu.Unlock()
	if err != nil {
		return fmt.Errorf("save the job: %w", err)
	}
	return j.store.Save(ctx, body)
}

// Published enters that an article is stored in the stream, at a sequence.
func (j *Job) Published(d pipeline.Delivery, sequence uint64) {
	j.mu.Lock()
	j.state.Sequence = max(j.state.Sequence, sequence)
	j.mu.Unlock()
	j.ledger.end(d.(*delivery).line, outcome{kind: published})
}

// Dead enters that an article became a dead letter.
func (j *Job) Dead(d pipeline.Delivery, reason string) {
	j.ledger.end(d.(*delivery).line, outcome{kind: dead, reason: reason})
}

// Skipped enters that an article was left out.
func (j *Job) Skipped(d pipeline.Delivery, reason string) {
	j.ledger.end(d.(*delivery).line, outcome{kind: skipped, reason: reason})
}

// End saves the job for the last time in this run and gives it back. err is
// what ended the run: nil for the end of the archive.
func (j *Job) End(ctx context.Context, err error) (State, error) {
	j.mu.Lock()
	switch {
	case err == nil:
		j.state.Status = Done
	case errors.Is(err, ErrCancelled):
		j.state.Status = Cancelled
	case errors.Is(err, context.Canceled):
		j.state.Status = Interrupted
	default:
		j.state.Status, j.state.Error = Failed, err.Error()
	}
	j.told = Run
	j.mu.Unlock()
	saved := j.Save(ctx)
	closed := errors.Join(j.closeFiles(), j.store.Close(ctx))
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.state, errors.Join(saved, closed)
}

func (j *Job) closeFiles() error {
	if j.files == nil {
		return nil
	}
	return j.files.close()
}
