package jetstream

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// lockRenew is how often a lock is renewed.
const lockRenew = 4 * time.Second

// Keys of a job in bucketJobs.
const (
	keyState   = ".state"
	keyCommand = ".command"
)

// JobStore keeps one replay job in key-value buckets, which it makes when they
// are missing. It is safe for concurrent use.
type JobStore struct {
	client      *Client
	jobs, locks js.KeyValue
	key         string

	mu       sync.Mutex
	value    []byte // of the lock, while it is ours
	revision uint64
	lost     error
	quit     chan struct{}
	gone     chan struct{}
}

// Job returns the store of the job of that name, whether there is one or not.
func (c *Client) Job(ctx context.Context, name string) (*JobStore, error) {
	jobs, err := c.bucket(ctx, c.cfg.Streams.jobs())
	if err != nil {
		return nil, err
	}
	locks, err := c.bucket(ctx, c.cfg.Streams.locks())
	if err != nil {
		return nil, err
	}
	return &JobStore{client: c, jobs: jobs, locks: locks, key: schemas.SubjectToken(name)}, nil
}

// bucket opens a bucket and makes it when it is missing.
func (c *Client) bucket(ctx context.Context, cfg js.KeyValueConfig) (js.KeyValue, error) {
	kv, err := c.js.KeyValue(ctx, cfg.Bucket)
	if errors.Is(err, js.ErrBucketNotFound) {
		kv, err = c.js.CreateOrUpdateKeyValue(ctx, cfg)
	}
	if err != nil {
		return nil, hint(fmt.Errorf("open bucket %s: %w", cfg.Bucket, err))
	}
	return kv, nil
}

// Lock makes the caller the only one that runs the job. A lock that somebody
// holds is watched: it is refused (pipeline.ErrAlive) as soon as it is renewed,
// and taken when it is not, which takes up to lockTTL.
func (s *JobStore) Lock(ctx context.Context, holder string) error {
	value := []byte(holder + " " + nats.NewInbox()) // no two are equal
	var seen uint64
	for {
		revision, err := s.locks.Create(ctx, s.key, value)
		if err == nil {
			s.hold(value, revision)
			return nil
		}
		if !errors.Is(err, js.ErrKeyExists) {
			return hint(fmt.Errorf("lock the job: %w", err))
		}
		entry, err := s.locks.Get(ctx, s.key)
		switch {
		case errors.Is(err, js.ErrKeyNotFound):
			continue // it just ended
		case err != nil:
			return hint(fmt.Errorf("lock the job: %w", err))
		case seen != 0 && entry.Revision() != seen:
			who, _, _ := strings.Cut(string(entry.Value()), " ")
			return fmt.Errorf("%w by %s", pipeline.ErrAlive, who)
		}
		seen = entry.Revision()
		select {
		case <-time.After(lockRenew / 8):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// hold renews the lock until it is given back or lost.
func (s *JobStore) hold(value []byte, revision uint64) {
	s.mu.Lock()
	s.value, s.revision, s.lost = value, revision, nil
	s.quit, s.gone = make(chan struct{}), make(chan struct{})
	quit, gone := s.quit, s.gone
	s.mu.Unlock()
	go func() {
		defer close(gone)
		tick := time.NewTicker(lockRenew)
		defer tick.Stop()
		for renewed := time.Now(); ; {
			select {
			case <-quit:
				return
			case <-tick.C:
			}
			err := s.renew()
			if err == nil {
				renewed = time.Now()
				continue
			}
			if lockLost(err) || time.Since(renewed) > lockTTL {
				s.mu.Lock()
				s.lost = fmt.Errorf("the lock of the job was lost: %w", err)
				s.mu.Unlock()
				return
			}
		}
	}()
}

// lockLost says that the lock is somebody else's or nobody's.
func lockLost(err error) bool {
	return hasCode(err, js.JSErrCodeStreamWrongLastSequence, js.JSErrCodeStreamWrongLastSequenceConstant) || errors.Is(err, js.ErrKeyExists)
}

func (s *JobStore) renew() error {
	ctx, cancel := context.WithTimeout(context.Background(), lockRenew)
	defer cancel()
	s.mu.Lock()
	value, revision := s.value, s.revision
	s.mu.Unlock()
	next, err := s.locks.Update(ctx, s.key, value, revision)
	if err != nil {
		// The update may have arrived although its answer did not.
		entry, getErr := s.locks.Get(ctx, s.key)
		if getErr != nil || string(entry.Value()) != string(value) {
			return err
		}
		next = entry.Revision()
	}
	s.mu.Lock()
	s.revision = next
	s.mu.Unlock()
	return nil
}

// Load returns the state of the job; nil when there is none.
func (s *JobStore) Load(ctx context.Context) ([]byte, error) { return s.get(ctx, keyState) }

func (s *JobStore) get(ctx context.Context, what string) ([]byte, error) {
	entry, err := s.jobs.Get(ctx, s.key+what)
	if errors.Is(err, js.ErrKeyNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, hint(fmt.Errorf("read the state of the job: %w", err))
	}
	return entry.Value(), nil
}

// Save returns when the state is stored. It fails when the lock was lost.
func (s *JobStore) Save(ctx context.Context, state []byte) error {
	s.mu.Lock()
	lost := s.lost
	s.mu.Unlock()
	if lost != nil {
		return lost
	}
	var err error
	for wait := 100 * time.Millisecond; wait < 3*time.Second; wait *= 2 {
		if _, err = s.jobs.Put(ctx, s.key+keyState, state); err == nil {
			return nil
		}
		select { // a server that restarts is back soon
		case <-time.After(wait):
		case <-ctx.Done():
			return hint(fmt.Errorf("save the state of the job: %w", err))
		}
	}
	return hint(fmt.Errorf("save the state of the job: %w", err))
}

// Command returns what the job was last told, "" for nothing.
func (s *JobStore) Command(ctx context.Context) (string, error) {
	command, err := s.get(ctx, keyCommand)
	return string(command), err
}

// Tell tells the job something; "" takes it back.
func (s *JobStore) Tell(ctx context.Context, command string) error {
	if _, err := s.jobs.Put(ctx, s.key+keyCommand, []byte(command)); err != nil {
		return hint(fmt.Errorf("tell the job: %w", err))
	}
	return nil
}

// Alive says who runs the job, "" when nobody does.
func (s *JobStore) Alive(ctx context.Context) (holder string, err error) {
	entry, err := s.locks.Get(ctx, s.key)
	if errors.Is(err, js.ErrKeyNotFound) {
		return "", nil
	}
	if err != nil {
		return "", hint(fmt.Errorf("look for who runs the job: %w", err))
	}
	holder, _, _ = strings.Cut(string(entry.Value()), " ")
	return holder, nil
}

// Close gives the lock back. It is safe to call twice.
func (s *JobStore) Close(ctx context.Context) error {
	s.mu.Lock()
	quit, gone := s.quit, s.gone
	s.quit = nil
	s.mu.Unlock()
	if quit == nil {
		return nil
	}
	close(quit)
	<-gone
	s.mu.Lock()
	revision, lost := s.revision, s.lost
	s.mu.Unlock()
	if lost != nil {
		return nil
	}
	if err := s.locks.Purge(ctx, s.key, js.LastRevision(revision)); err != nil && !lockLost(err) {
		return hint(fmt.Errorf("give back the lock of the job: %w", err))
	}
	return nil
}

// JobNames lists the tokens of the jobs there are, for Job.
func (c *Client) JobNames(ctx context.Context) ([]string, error) {
	kv, err := c.js.KeyValue(ctx, bucketJobs)
	if errors.Is(err, js.ErrBucketNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, hint(fmt.Errorf("open bucket %s: %w", bucketJobs, err))
	}
	keys, err := kv.ListKeys(ctx)
	if err != nil {
		return nil, hint(fmt.Errorf("list jobs: %w", err))
	}
	var names []string
	for key := range keys.Keys() {
		if name, ok := strings.CutSuffix(key, keyState); ok {
			names = append(names, name)
		}
	}
	return names, nil
}
