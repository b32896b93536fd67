package jetstream

import (
	"cmp"
	"time"

	js "github.com/nats-io/nats.go/jetstream"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// This file declares everything that Gleaner keeps on a NATS server: streams,
// the object store, key-value buckets, consumers, and their limits. ApplyStreams makes it so.

// The streams.
const (
	streamArticles   = "ARTICLES"
	streamBackfill   = "BACKFILL"
	streamRecords    = "RECORDS"
	streamDead       = "DEAD"
	streamSkipped    = "SKIPPED"
	streamAdvisories = "ADVISORIES"
	// bucketBodies is the object store for bodies too large for a message.
	bucketBodies = "bodies"
)

// The buckets of replay jobs.
const (
	bucketJobs = "replays"
	// bucketLocks drops a lock that is not renewed within lockTTL, by the
	// server's clock, so that nobody has to trust another machine's.
	bucketLocks = "replay_locks"
	lockTTL     = 15 * time.Second
)

// The durable consumers.
const (
	consumerPrefix = "gleaner-"
	// consumerRescue reads advisories, see Client.Rescue.
	consumerRescue = "gleaner-rescue"
)

// subjectMaxDeliveries begins the subjects of the server's advisories of
// messages it has given up on; the stream and the consumer follow.
const subjectMaxDeliveries = "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES."

// maxInFlight is how many articles all workers of one consumer may hold together.
const maxInFlight = 4096

// StreamsConfig says how much the streams keep and where. For an age, 0 is the
// default and less than 0 is for ever.
type StreamsConfig struct {
	// Replicas is how many servers keep a copy: 1, 3 or 5. Default 1.
	Replicas int
	// ArticlesMaxAge is how long articles are kept for replay. Default 30 days.
	ArticlesMaxAge time.Duration
	// RecordsMaxAge is how long records are kept. Default for ever.
	RecordsMaxAge time.Duration
	// DeadMaxAge is how long dead letters and skipped articles are kept. Default 90 days.
	DeadMaxAge time.Duration
	// MaxBytes bounds each stream. Default 0: no bound but the server's. A full
	// stream refuses new messages rather than drop old ones.
	MaxBytes int64
	// DuplicateWindow is how long message ids are remembered. Default 10 minutes.
	DuplicateWindow time.Duration
	// Memory keeps streams in memory instead of on disk.
	Memory bool
	// AckWait is that of the workers' consumers. Default pipeline.DefaultAckWait.
	AckWait time.Duration
	// AllowLoss lets ApplyStreams make changes that drop stored messages.
	AllowLoss bool
}

const day = 24 * time.Hour

func (c StreamsConfig) withDefaults() StreamsConfig {
	c.Replicas = cmp.Or(c.Replicas, 1)
	c.ArticlesMaxAge = max(cmp.Or(c.ArticlesMaxAge, 30*day), 0)
	c.RecordsMaxAge = max(c.RecordsMaxAge, 0)
	c.DeadMaxAge = max(cmp.Or(c.DeadMaxAge, 90*day), 0)
	c.DuplicateWindow = cmp.Or(c.DuplicateWindow, 10*time.Minute)
	c.AckWait = cmp.Or(c.AckWait, pipeline.DefaultAckWait)
	return c
}

// streams declares every stream. Retention is by limits everywhere: an article
// stays until it is too old, whoever has read it, so that it can be replayed
// and a consumer that gives up never takes it along.
func (c StreamsConfig) streams() []js.StreamConfig {
	base := js.StreamConfig{
		Retention:   js.LimitsPolicy,
		Discard:     js.DiscardNew,
		Storage:     js.FileStorage,
		Compression: js.S2Compression,
		Replicas:    c.Replicas,
		Duplicates:  c.DuplicateWindow,
		MaxBytes:    cmp.Or(c.MaxBytes, -1),
		AllowDirect: true,
	}
	if c.Memory {
		base.Storage, base.Compression = js.MemoryStorage, js.NoCompression
	}
	declare := func(name, about, subject string, keep time.Duration) js.StreamConfig {
		s := base
		s.Name, s.Description, s.Subjects, s.MaxAge = name, about, []string{subject + ">"}, keep
		if keep > 0 {
			s.Duplicates = min(s.Duplicates, keep)
		}
		return s
	}
	advisories := declare(streamAdvisories, "Articles the server has given up on", subjectMaxDeliveries+streamArticles+".", c.DeadMaxAge)
	advisories.Subjects = append(advisories.Subjects, subjectMaxDeliveries+streamBackfill+".>")
	return []js.StreamConfig{
		declare(streamArticles, "Articles as they come in", schemas.SubjectRaw, c.ArticlesMaxAge),
		declare(streamBackfill, "Articles from archives", schemas.SubjectBackfill, c.ArticlesMaxAge),
		declare(streamRecords, "What was found in the articles", subjectRecords, c.RecordsMaxAge),
		declare(streamDead, "Articles that could not be worked on", schemas.SubjectDead, c.DeadMaxAge),
		declare(streamSkipped, "Articles that were left out", schemas.SubjectSkipped, c.DeadMaxAge),
		advisories,
	}
}

// bodies declares the object store. It keeps a body as long as a message may refer to it.
func (c StreamsConfig) bodies() js.ObjectStoreConfig {
	keep := max(c.ArticlesMaxAge, c.DeadMaxAge)
	if c.ArticlesMaxAge == 0 || c.DeadMaxAge == 0 {
		keep = 0
	}
	storage := js.FileStorage
	if c.Memory {
		storage = js.MemoryStorage
	}
	return js.ObjectStoreConfig{
		Bucket: bucketBodies, Description: "Bodies of articles too large for a message",
		TTL: keep, Storage: storage, Replicas: c.Replicas, MaxBytes: cmp.Or(c.MaxBytes, -1),
	}
}

// jobs and locks declare the key-value buckets of replay jobs.
func (c StreamsConfig) jobs() js.KeyValueConfig {
	return c.bucket(bucketJobs, "How far replays have come", 0)
}

func (c StreamsConfig) locks() js.KeyValueConfig {
	return c.bucket(bucketLocks, "Who runs which replay", lockTTL)
}

func (c StreamsConfig) bucket(name, about string, ttl time.Duration) js.KeyValueConfig {
	cfg := js.KeyValueConfig{Bucket: name, Description: about, History: 1, TTL: ttl, Storage: js.FileStorage, Replicas: c.Replicas}
	if c.Memory {
		cfg.Storage = js.MemoryStorage
	}
	return cfg
}

// declaredConsumer is a durable consumer and the stream it reads.
type declaredConsumer struct {
	stream string
	config js.ConsumerConfig
}

// consumers declares the durable consumers.
func (c StreamsConfig) consumers() []declaredConsumer {
	return []declaredConsumer{
		c.laneConsumer(SourceConfig{Lane: Live}),
		c.laneConsumer(SourceConfig{Lane: Backfill}),
		{streamAdvisories, js.ConsumerConfig{
			Durable: consumerRescue, Description: "Turns articles the server has given up on into dead letters",
			AckPolicy: js.AckExplicitPolicy, AckWait: c.AckWait, MaxDeliver: -1, MaxAckPending: maxInFlight,
		}},
	}
}

// laneConsumer declares the consumer of a lane's workers. MaxDeliver is
// unlimited unless told: a message the server gives up on leaves no dead letter.
func (c StreamsConfig) laneConsumer(cfg SourceConfig) declaredConsumer {
	lane := cmp.Or(cfg.Lane, Live)
	return declaredConsumer{lane.stream(), js.ConsumerConfig{
		Durable:       cfg.durable(),
		Description:   "Gleaner workers, " + string(lane) + " lane",
		AckPolicy:     js.AckExplicitPolicy,
		AckWait:       cmp.Or(cfg.AckWait, c.AckWait),
		MaxDeliver:    cmp.Or(cfg.MaxDeliver, -1),
		MaxAckPending: maxInFlight,
	}}
}
