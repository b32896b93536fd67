package main

import (
	"time"

	"gleaner/pipeline"
	"gleaner/pipeline/jetstream"
)

// Config is everything that can be set. The key of a field in the YAML file is
// its path, "worker.ack_wait"; the variable follows from it,
// GLEANER_WORKER_ACK_WAIT; the flag is named here, where there is one. A
// secret has neither key nor flag.
type Config struct {
	NATS    NATSConfig    `key:"nats"`
	Streams StreamsConfig `key:"streams"`
	Worker  WorkerConfig  `key:"worker"`
	Monitor MonitorConfig `key:"monitor"`
	Trace   TraceConfig   `key:"trace"`
	Engine  EngineConfig  `key:"engine"`
	Up      UpConfig      `key:"up"`
	Load    LoadConfig    `key:"load"`
	S3      S3Config      `key:"s3"`
	Console ConsoleConfig `key:"console"`
	Log     LogConfig     `key:"log"`
	Output  OutputConfig  `key:"output"`
}

// NATSConfig is how to reach NATS.
type NATSConfig struct {
	URL            string        `key:"url" flag:"nats" doc:"URL of the NATS servers, separated by commas"`
	Credentials    string        `key:"credentials" flag:"credentials" doc:"path of a .creds file"`
	NKeyFile       string        `key:"nkey_file" flag:"nkey-file" doc:"path of a file with an NKEY seed"`
	User           string        `key:"user" flag:"user" doc:"user name"`
	PasswordFile   string        `key:"password_file" flag:"password-file" doc:"path of a file with the password of the user"`
	Password       string        `key:"password" secret:"yes" doc:"password of the user"`
	NKeySeed       string        `key:"nkey_seed" secret:"yes" doc:"NKEY seed"`
	CredsText      string        `key:"credentials_text" secret:"yes" doc:"content of a .creds file"`
	InboxPrefix    string        `key:"inbox_prefix" flag:"inbox-prefix" doc:"what the subjects of answers begin with (default _INBOX)"`
	CA             string        `key:"ca" flag:"tls-ca" doc:"path of a PEM file with the authorities to trust"`
	Cert           string        `key:"cert" flag:"tls-cert" doc:"path of the client's certificate, PEM"`
	Key            string        `key:"key" flag:"tls-key" doc:"path of the certificate's key, PEM"`
	Compression    string        `key:"compression" flag:"compression" oneof:"none|gzip|zstd" doc:"how articles and records that are sent are compressed: none, gzip or zstd"`
	ConnectTimeout time.Duration `key:"connect_timeout" flag:"connect-timeout" min:"1ms" doc:"how long the first connection may take; worker, load and console try until then"`
}

// StreamsConfig is what "streams apply" makes.
type StreamsConfig struct {
	Replicas        int           `key:"replicas" flag:"replicas" oneof:"1|3|5" doc:"servers that keep a copy: 1, 3 or 5"`
	ArticlesMaxAge  time.Duration `key:"articles_max_age" flag:"articles-max-age" doc:"how long articles are kept, 0 for ever"`
	RecordsMaxAge   time.Duration `key:"records_max_age" flag:"records-max-age" doc:"how long records are kept, 0 for ever"`
	DeadMaxAge      time.Duration `key:"dead_max_age" flag:"dead-max-age" doc:"how long dead letters and skipped articles are kept, 0 for ever"`
	Storage         string        `key:"storage" flag:"storage" oneof:"file|memory" doc:"where streams are kept: file or memory"`
	MaxBytes        int64         `key:"max_bytes" flag:"max-bytes" min:"16777216" zero:"yes" doc:"bound of each stream in bytes, 0 for none; the least is that of the largest article, 16777216"`
	DuplicateWindow time.Duration `key:"duplicate_window" flag:"duplicate-window" min:"100ms" doc:"how long message ids are remembered"`
}

// WorkerConfig is how articles are worked on.
type WorkerConfig struct {
	Lane        string        `key:"lane" flag:"lane" oneof:"both|live|backfill" doc:"which articles to take: live, backfill, or both"`
	LiveWeight  int           `key:"live_weight" flag:"live-weight" min:"1" doc:"live articles for each one of the backfill while there always are live ones"`
	Durable     string        `key:"durable" flag:"durable" name:"yes" doc:"name of the consumer that workers share (default gleaner- and the lane)"`
	Workers     int           `key:"workers" flag:"workers" max:"1024" doc:"articles of a lane worked on at a time, 0 for one a core"`
	Prefetch    int           `key:"prefetch" flag:"prefetch" max:"4096" doc:"articles of a lane held ready, 0 for twice the workers"`
	MaxBytes    int64         `key:"max_in_flight_bytes" flag:"max-in-flight-bytes" min:"1" doc:"bound of the bodies of a lane held ready or in work"`
	MaxAttempts int           `key:"max_attempts" flag:"max-attempts" min:"1" doc:"tries before an article becomes a dead letter"`
	Timeout     time.Duration `key:"timeout" flag:"timeout" min:"1ms" doc:"bound of extracting an article, and of writing its records"`
	Patience    time.Duration `key:"patience" flag:"patience" doc:"how long a failed write is tried again before the article is given back"`
	Grace       time.Duration `key:"grace" flag:"grace" min:"1ms" doc:"time for work in hand when asked to end"`
	AckWait     time.Duration `key:"ack_wait" flag:"ack-wait" min:"1s" doc:"silence after which another worker takes an article over"`
	BackoffBase time.Duration `key:"backoff_base" flag:"backoff-base" min:"1ms" doc:"delay after the first failed attempt, doubled by each further one"`
	BackoffMax  time.Duration `key:"backoff_max" flag:"backoff-max" min:"1ms" doc:"bound of the delay"`

	Service        bool `key:"service" flag:"service" doc:"also answer requests on gleaner.extract"`
	ServiceWorkers int  `key:"service_workers" flag:"service-workers" min:"1" max:"1024" doc:"requests worked on at a time"`
}

// MonitorConfig is what Prometheus and an orchestrator ask.
type MonitorConfig struct {
	Listen string `key:"listen" flag:"monitor" doc:"address that serves /metrics, /healthz and /readyz; none if empty"`
}

// TraceConfig is where OpenTelemetry traces go.
type TraceConfig struct {
	Endpoint string `key:"endpoint" flag:"trace-endpoint" doc:"URL of an OTLP collector over HTTP; OTEL_EXPORTER_OTLP_ENDPOINT if empty, else none"`
	Percent  int    `key:"percent" flag:"trace-percent" max:"100" doc:"percent of the articles that are traced; one that carries a trace is traced as that says"`
}

// EngineConfig is how articles are read.
type EngineConfig struct {
	Name       string   `key:"name" flag:"engine" oneof:"ours|prose" doc:"ours, or prose for the reference engine"`
	Events     []string `key:"events" flag:"events" doc:"folders with event definitions of your own"`
	Knowledge  []string `key:"knowledge" flag:"knowledge" doc:"files with names, aliases and links of your own, CSV or JSON lines"`
	Confidence string   `key:"confidence" flag:"confidence" oneof:"precise|balanced|broad" doc:"events to report: precise, few that are wrong; broad, few that are missed; balanced"`
	Languages  []string `key:"languages" flag:"language" doc:"languages to read, ISO 639-1; any reads everything"`
}

// UpConfig is the server of "up".
type UpConfig struct {
	Listen string `key:"listen" flag:"listen" doc:"address the NATS server listens on"`
	Data   string `key:"data" flag:"data" doc:"folder the NATS server keeps its streams in"`
	Cert   string `key:"cert" flag:"listen-cert" doc:"path of the server's certificate, PEM: connections use TLS"`
	Key    string `key:"key" flag:"listen-key" doc:"path of the key of the server's certificate, PEM"`
	// Warehouse is loaded while "up" runs.
	Warehouse string `key:"warehouse" flag:"warehouse" doc:"what to load records into: a target as of load, or none (default parquet: and the folder warehouse in --data)"`
}

// LoadConfig is how records are loaded into a warehouse.
type LoadConfig struct {
	To         string        `key:"to" flag:"to" doc:"the warehouse: parquet:DIR, parquet:s3://BUCKET/PREFIX or postgres://USER@HOST/DATABASE"`
	Durable    string        `key:"durable" flag:"durable" name:"yes" doc:"name of the consumer that loaders share (default one for each warehouse)"`
	Batch      int           `key:"batch" flag:"batch" doc:"records written at a time, at most"`
	Interval   time.Duration `key:"interval" flag:"interval" doc:"how long to wait for a batch to fill"`
	AckWait    time.Duration `key:"ack_wait" flag:"ack-wait" doc:"silence after which another loader takes a batch over"`
	SmallFiles int           `key:"small_files" flag:"small-files" doc:"small Parquet files of a month that may lie side by side before they are merged, 0 for any number"`
}

// S3Config is how to reach an object store. Keys come from AWS_ACCESS_KEY_ID
// and AWS_SECRET_ACCESS_KEY, ~/.aws/credentials, or the machine's role.
type S3Config struct {
	Endpoint string `key:"endpoint" flag:"s3-endpoint" doc:"URL of the S3-compatible server (default Amazon's)"`
	Region   string `key:"region" flag:"s3-region" doc:"region of the bucket"`
}

// ConsoleConfig is the web page.
type ConsoleConfig struct {
	Listen     string   `key:"listen" flag:"http" doc:"address the console listens on; off for no console"`
	Articles   int      `key:"articles" flag:"console-articles" doc:"articles the console keeps at hand, the newest"`
	Folder     string   `key:"folder" flag:"console-folder" doc:"folder of the console's index (default a temporary one; for up, that of the streams)"`
	TokenFile  string   `key:"token_file" flag:"console-token-file" doc:"path of a file with the token that lets others in"`
	Token      string   `key:"token" secret:"yes" doc:"token that lets others in"`
	UserHeader string   `key:"user_header" flag:"console-user-header" doc:"header in which a proxy that authenticates names the user"`
	Hosts      []string `key:"hosts" flag:"console-hosts" doc:"names the console is asked for by, besides those of this machine"`
}

// LogConfig is what is logged to standard error.
type LogConfig struct {
	Level  string `key:"level" flag:"log-level" oneof:"debug|info|warn|error" doc:"debug, info, warn or error"`
	Format string `key:"format" flag:"log-format" oneof:"auto|json|text" doc:"json, text, or auto: text on a terminal"`
}

// OutputConfig is how results look.
type OutputConfig struct {
	Color string `key:"color" flag:"color" oneof:"auto|always|never" doc:"always, never, or auto: on a terminal unless NO_COLOR is set"`
}

func defaultConfig() Config {
	return Config{
		NATS: NATSConfig{URL: "nats://127.0.0.1:4222", Compression: jetstream.NoCompression, ConnectTimeout: 5 * time.Second},
		Streams: StreamsConfig{
			Storage: "file", Replicas: 1, ArticlesMaxAge: 30 * 24 * time.Hour, DeadMaxAge: 90 * 24 * time.Hour, DuplicateWindow: 10 * time.Minute,
		},
		Worker: WorkerConfig{
			Lane: "both", LiveWeight: 4, MaxBytes: jetstream.DefaultMaxBytes,
			MaxAttempts: 5, Timeout: time.Minute, Patience: 30 * time.Second, Grace: 20 * time.Second,
			AckWait: pipeline.DefaultAckWait, BackoffBase: time.Second, BackoffMax: 5 * time.Minute, ServiceWorkers: 1,
		},
		Trace:   TraceConfig{Percent: 100},
		Engine:  EngineConfig{Name: "ours", Confidence: "balanced", Languages: []string{"en"}},
		Up:      UpConfig{Listen: "127.0.0.1:4222", Data: "gleaner-data"},
		Console: ConsoleConfig{Listen: "127.0.0.1:4280", Articles: 10_000},
		Load:    LoadConfig{Batch: 5000, Interval: 5 * time.Second, AckWait: 5 * time.Minute, SmallFiles: 16},
		Log:     LogConfig{Level: "info", Format: "auto"},
		Output:  OutputConfig{Color: "auto"},
	}
}
