package jetstream

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	js "github.com/nats-io/nats.go/jetstream"
)

// Finding is what Examine found in one respect.
type Finding struct {
	// Check is what was looked at, "stream ARTICLES" for example.
	Check string `json:"check"`
	// Status is one of the constants below.
	Status string `json:"status"`
	// Detail says what was found, Advice what to do; it is empty when all is well.
	Detail string `json:"detail"`
	Advice string `json:"advice,omitempty"`
}

// How a finding is to be taken.
const (
	FindingOK   = "ok"   // all is well
	FindingWarn = "warn" // it works, yet somebody should look at it
	FindingFail = "fail" // it does not work
)

// What is still well.
const (
	wellClock   = 5 * time.Second  // difference of clocks
	wellAge     = 10 * time.Minute // age of the oldest live article that is not settled
	wellFull    = 0.8              // part of a limit that is used
	wellExpiry  = 30 * day         // life a certificate has left
	wellDead    = time.Hour        // time in which no dead letter came
	wellPayload = 8 << 20
)

// oldestServer is the first version of the server that has all we use.
const oldestMajor, oldestMinor = 2, 10

// Examine looks at a deployment from outside, as a client with the given
// configuration sees it, and says what to do. It changes nothing.
func Examine(ctx context.Context, cfg Config) []Finding {
	e := &examination{ctx: ctx}
	began := time.Now()
	c, err := Connect(ctx, cfg)
	if err != nil {
		e.unreached(err)
		return e.found
	}
	defer c.nc.Close()
	e.client = c
	e.connection(time.Since(began))
	e.account()
	e.streams()
	for _, lane := range []Lane{Live, Backfill} {
		e.lane(lane)
	}
	e.rescue()
	e.deadLetters()
	return e.found
}

type examination struct {
	ctx    context.Context
	client *Client
	found  []Finding
}

func (e *examination) add(check, status, detail, advice string) {
	if status == FindingOK {
		advice = ""
	}
	e.found = append(e.found, Finding{check, status, detail, advice})
}

// unreached says why there is no connection, and what to do.
func (e *examination) unreached(err error) {
	advice := "check nats.url and the network"
	var h *hinted
	if errors.As(err, &h) {
		err, advice = h.error, h.advice
	}
	e.add("connection", FindingFail, err.Error(), advice)
}

// when adds a finding that is the given one if it is so, else well.
func (e *examination) when(so bool, check, status, detail, advice string) {
	if !so {
		status = FindingOK
	}
	e.add(check, status, detail, advice)
}

// connection looks at the server, its version, its limits, and who may listen.
func (e *examination) connection(took time.Duration) {
	nc := e.client.nc
	e.add("connection", FindingOK, fmt.Sprintf("%s at %s in %s", nc.ConnectedServerName(), redact(nc.ConnectedUrl()), took.Round(time.Millisecond)), "")
	version := nc.ConnectedServerVersion()
	e.when(!recent(version), "version", FindingFail, "NATS "+version, fmt.Sprintf("update the server to %d.%d or later", oldestMajor, oldestMinor))
	e.when(nc.MaxPayload() < wellPayload, "max_payload", FindingWarn, fmt.Sprintf("%d bytes", nc.MaxPayload()),
		fmt.Sprintf("records of long articles do not fit: set max_payload to %d", wellPayload))
	local := isLocal(nc.ConnectedUrl())
	if state, err := nc.TLSConnectionState(); err == nil && len(state.PeerCertificates) > 0 {
		left := time.Until(state.PeerCertificates[0].NotAfter)
		e.when(left < wellExpiry, "encryption", FindingWarn, fmt.Sprintf("TLS, the certificate is good for %d days", int(left/day)), "renew the server's certificate")
	} else {
		e.when(!local, "encryption", FindingWarn, "none", "articles and passwords go over the network in clear: use TLS")
	}
	e.when(!local && !nc.AuthRequired(), "login", FindingWarn, map[bool]string{true: "demanded", false: "not demanded"}[nc.AuthRequired()],
		"anybody who reaches the server may do anything: see deploy/nats/accounts.conf")
}

// isLocal says whether a server's URL is of this machine, or of this process.
func isLocal(server string) bool {
	u, err := url.Parse(server)
	return server == "" || err == nil && (IsLoopback(u.Hostname()) || u.Hostname() == "")
}

// recent says whether the server has all we use.
func recent(version string) bool {
	var major, minor int
	if _, err := fmt.Sscanf(version, "%d.%d", &major, &minor); err != nil {
		return true // of a build that does not say
	}
	return major > oldestMajor || major == oldestMajor && minor >= oldestMinor
}

// account looks at what JetStream may still store.
func (e *examination) account() {
	info, err := e.client.js.AccountInfo(e.ctx)
	if err != nil {
		e.add("JetStream", FindingFail, err.Error(), "start the server with JetStream")
		return
	}
	limit := info.Limits.MaxStore
	detail := fmt.Sprintf("%d bytes stored", info.Store)
	if limit > 0 {
		detail += fmt.Sprintf(" of %d", limit)
	}
	e.when(limit > 0 && float64(info.Store) > wellFull*float64(limit), "JetStream", FindingWarn, detail, "raise the limit of the account, or keep streams for a shorter time")
}

// streams looks whether they are as declared, led, and not nearly full.
func (e *examination) streams() {
	changes, err := e.client.PlanStreams(e.ctx)
	if err != nil {
		e.add("streams", FindingWarn, err.Error(), "look with an account that may, such as operator in deploy/nats/accounts.conf")
		return
	}
	for _, change := range changes {
		name := "stream " + change.Stream
		if change.Consumer != "" {
			name = "consumer " + change.Consumer
		}
		switch change.Action {
		case "create":
			e.add(name, FindingFail, "missing", "run gleaner streams apply")
			continue
		case "unchanged":
		default:
			e.add(name, FindingWarn, "differs from the configuration: "+strings.Join(change.Fields, ", "), "run gleaner streams plan, then apply")
		}
		if change.Consumer == "" && !strings.HasPrefix(change.Stream, "KV_") {
			e.stream(change.Stream)
		}
	}
}

// stream looks at one that is there.
func (e *examination) stream(name string) {
	stream, err := e.client.js.Stream(e.ctx, name)
	if err != nil {
		e.add("stream "+name, FindingFail, err.Error(), "look at the server's log")
		return
	}
	info := stream.CachedInfo()
	if name == streamArticles {
		skew := time.Until(info.TimeStamp).Abs()
		e.when(skew > wellClock, "clock", FindingWarn, fmt.Sprintf("the server's differs by %s", skew.Round(time.Millisecond)), "set the clocks by NTP")
	}
	status, detail, advice := FindingOK, fmt.Sprintf("%d messages, %d bytes", info.State.Msgs, info.State.Bytes), ""
	if limit := info.Config.MaxBytes; limit > 0 && float64(info.State.Bytes) > wellFull*float64(limit) {
		status, detail, advice = FindingWarn, fmt.Sprintf("%d of %d bytes are used", info.State.Bytes, limit), "raise streams.max_bytes, or keep less: when it is full it refuses new messages"
	}
	if cluster := info.Cluster; cluster != nil && info.Config.Replicas > 1 {
		var behind []string
		for _, peer := range cluster.Replicas {
			if peer.Offline || !peer.Current {
				behind = append(behind, peer.Name)
			}
		}
		switch {
		case cluster.Leader == "":
			status, detail, advice = FindingFail, "no leader", "more than half of its servers are away: bring them back"
		case len(behind) > 0:
			status, detail, advice = FindingWarn, "not up to date on "+strings.Join(behind, ", "), "bring these servers back, or wait until they have caught up"
		}
	}
	e.add("stream "+name, status, detail, advice)
}

// lane looks whether somebody works on the articles, and keeps up.
func (e *examination) lane(lane Lane) {
	check := "lane " + string(lane)
	state, err := e.client.LaneState(e.ctx, SourceConfig{Lane: lane})
	if errors.Is(err, js.ErrConsumerNotFound) || errors.Is(err, js.ErrStreamNotFound) {
		return // told of already
	}
	if err != nil {
		e.add(check, FindingWarn, err.Error(), "look with an account that may")
		return
	}
	detail := fmt.Sprintf("%d articles wait, %d in work", state.Waiting, state.InFlight)
	age := time.Duration(0)
	if !state.Oldest.IsZero() {
		age = time.Since(state.Oldest)
		detail += fmt.Sprintf(", the oldest came %s ago", age.Round(time.Second))
	}
	switch {
	case state.Workers == 0 && state.Waiting > 0 && state.InFlight == 0:
		e.add(check, FindingFail, detail+", nobody takes them", "start gleaner worker")
	case lane == Live && age > wellAge:
		e.add(check, FindingWarn, detail, "too few workers, or articles that fail again and again: start more, see gleaner dead list and the workers' logs")
	case state.Redelivered > 0:
		e.add(check, FindingWarn, detail+fmt.Sprintf(", %d of them again", state.Redelivered), "what is found cannot be stored, workers die, or worker.ack_wait is too short: see their logs")
	default:
		e.add(check, FindingOK, detail, "")
	}
}

// rescue looks at the second net.
func (e *examination) rescue() {
	consumer, err := e.client.js.Consumer(e.ctx, streamAdvisories, consumerRescue)
	if err != nil {
		return // told of already, or not for this account
	}
	n := consumer.CachedInfo().NumPending
	e.when(n > 0, "advisories", FindingWarn, fmt.Sprintf("%d wait", n), "articles the server has given up on: a running worker makes dead letters of them")
}

// deadLetters looks whether any came lately.
func (e *examination) deadLetters() {
	reasons, total := map[string]int{}, 0
	err := e.client.Letters(e.ctx, LetterFilter{After: e.client.now().Add(-wellDead)}, func(l Letter) error {
		reasons[l.Reason]++
		total++
		return nil
	})
	if err != nil {
		return // told of already, or not for this account
	}
	detail := fmt.Sprintf("%d in the last hour", total)
	if total > 0 {
		detail += ": " + strings.TrimPrefix(fmt.Sprint(reasons), "map")
	}
	e.when(total > 0, "dead letters", FindingWarn, detail, "gleaner dead list --newer 1h says why")
}
