package jetstream

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"gleaner/schemas"
)

// Headers of a message whose body is in the object store.
const (
	// HeaderObject names the object that holds the body.
	HeaderObject = "Gleaner-Object"
	// HeaderDigest is the SHA-256 of the body, in hex.
	HeaderDigest = "Gleaner-Digest"
	// HeaderSize is the length of the body in bytes.
	HeaderSize = "Gleaner-Size"
)

// bodyReuse is for how long a body in the object store is referred to anew, for
// the store drops it by age and SweepBodies when nothing refers to it, which
// leaves bodies alone that are not older than twice that. Later the same body is
// stored under another name: to replace one would take the right to purge.
const bodyReuse = 30 * time.Minute

// claim refers to a body in the object store, as a cloakroom ticket to a coat.
type claim struct {
	object, digest string
	size           int64 // 0 when it is not known
}

func claimOf(h nats.Header) claim {
	size, _ := strconv.ParseInt(h.Get(HeaderSize), 10, 64) // 0, which is unknown, when it is no number
	return claim{object: h.Get(HeaderObject), digest: h.Get(HeaderDigest), size: size}
}

// header adds what claimOf reads.
func (t claim) header(h nats.Header) {
	h.Set(HeaderObject, t.object)
	h.Set(HeaderDigest, t.digest)
	h.Set(HeaderSize, strconv.FormatInt(t.size, 10))
}

// store puts a body into the object store under its digest and the time, so
// that a body which is sent again soon is kept once.
func (c *Client) store(ctx context.Context, body []byte) (claim, error) {
	sum := sha256.Sum256(body)
	digest := hex.EncodeToString(sum[:])
	window := c.now().Unix() / int64(bodyReuse/time.Second)
	ticket := claim{object: digest + "-" + strconv.FormatInt(window, 36), digest: digest, size: int64(len(body))}
	bodies, err := c.bodies(ctx)
	if err != nil {
		return claim{}, err
	}
	if _, err := c.bodyInfo(ctx, bodies, ticket); err == nil {
		return ticket, nil
	}
	err = c.transfer(ctx, ticket.size, func(ctx context.Context) error {
		_, err := bodies.PutBytes(ctx, ticket.object, body)
		return err
	})
	if err != nil {
		return claim{}, hint(fmt.Errorf("store body of %d bytes: %w", len(body), err))
	}
	return ticket, nil
}

// bodies opens the object store.
func (c *Client) bodies(ctx context.Context) (bodies js.ObjectStore, err error) {
	err = c.ask(ctx, func(ctx context.Context) (err error) {
		bodies, err = c.js.ObjectStore(ctx, bucketBodies)
		return err
	})
	if err != nil {
		return nil, hint(fmt.Errorf("open object store %s: %w", bucketBodies, err))
	}
	return bodies, nil
}

// bodyInfo looks a body up.
func (c *Client) bodyInfo(ctx context.Context, bodies js.ObjectStore, t claim) (info *js.ObjectInfo, err error) {
	err = c.ask(ctx, func(ctx context.Context) (err error) {
		info, err = bodies.GetInfo(ctx, t.object)
		return err
	})
	return info, err
}

// holdsBody asks the leader of the object store whether it holds a body, for
// bodyInfo is answered by any replica.
func (c *Client) holdsBody(ctx context.Context, t claim) (bool, error) {
	name := base64.URLEncoding.EncodeToString([]byte(t.object)) // as the store names it in subjects
	msg, err := c.askLeader(ctx, "OBJ_"+bucketBodies, messageRequest{LastBySubject: "$O." + bucketBodies + ".M." + name})
	if msg == nil || err != nil {
		return false, err
	}
	var info js.ObjectInfo
	err = json.Unmarshal(msg.Data, &info)
	return !info.Deleted, err
}

// fetch returns the body a claim refers to. A body that is gone, too large, or
// not the one that was stored is refused for good.
func (c *Client) fetch(ctx context.Context, t claim) ([]byte, error) {
	bodies, err := c.bodies(ctx)
	if err != nil {
		return nil, err
	}
	info, err := c.bodyInfo(ctx, bodies, t)
	if errors.Is(err, js.ErrObjectNotFound) {
		held, err := c.holdsBody(ctx, t)
		if err != nil {
			return nil, hint(fmt.Errorf("look up body %s: %w", t.object, err))
		}
		if held {
			return nil, fmt.Errorf("look up body %s: the node that was asked does not have it yet", t.object)
		}
	}
	switch {
	case errors.Is(err, js.ErrObjectNotFound):
		return nil, &schemas.FieldError{
			Code: schemas.CodeInvalidValue, Message: fmt.Sprintf("the object store holds no body %.80q", t.object),
			Hint: "the body may be older than the store keeps it: send the article again",
		}
	case err != nil:
		return nil, hint(fmt.Errorf("look up body %s: %w", t.object, err))
	case info.Size > schemas.MaxArticleBytes:
		return nil, &schemas.FieldError{
			Code: schemas.CodeTooLarge, Message: fmt.Sprintf("%d bytes, the limit is %d", info.Size, schemas.MaxArticleBytes),
			Hint: "split the article or send its text without the page",
		}
	case t.size > 0 && uint64(t.size) != info.Size:
		return nil, &schemas.FieldError{
			Code: schemas.CodeInvalidValue, Message: fmt.Sprintf("the body has %d bytes, %s says %d", info.Size, HeaderSize, t.size),
			Hint: "send the article again",
		}
	}
	return c.fetchObject(ctx, bodies, t, info.Size)
}

// fetchObject reads an object of any size and checks its digest.
func (c *Client) fetchObject(ctx context.Context, bodies js.ObjectStore, t claim, size uint64) (body []byte, err error) {
	err = c.transfer(ctx, int64(size), func(ctx context.Context) (err error) {
		body, err = bodies.GetBytes(ctx, t.object)
		return err
	})
	if err != nil {
		return nil, hint(fmt.Errorf("fetch body %s: %w", t.object, err))
	}
	if sum := sha256.Sum256(body); t.digest != "" && hex.EncodeToString(sum[:]) != t.digest {
		return nil, &schemas.FieldError{
			Code: schemas.CodeInvalidValue, Message: "the body is not the one that was sent: its digest differs",
			Hint: "send the article again",
		}
	}
	return body, nil
}

// Payload returns the body of the article a dead letter is about, from the
// letter itself or from the object store, decompressed if it can be.
func (c *Client) Payload(ctx context.Context, letter *schemas.DeadLetter) ([]byte, error) {
	body, err := c.storedPayload(ctx, letter)
	if err != nil {
		return nil, err
	}
	if plain, err := c.codec.decompress(nats.Header(letter.Headers).Get(HeaderEncoding), body); err == nil {
		return plain, nil
	}
	return body, nil
}

// storedPayload returns the body as it was sent.
func (c *Client) storedPayload(ctx context.Context, letter *schemas.DeadLetter) ([]byte, error) {
	if letter.PayloadRef == "" {
		return letter.Payload, nil
	}
	bodies, err := c.bodies(ctx)
	if err != nil {
		return nil, err
	}
	ticket := claim{object: letter.PayloadRef}
	info, err := c.bodyInfo(ctx, bodies, ticket)
	if err != nil {
		return nil, hint(fmt.Errorf("look up body %s: %w", ticket.object, err))
	}
	return c.fetchObject(ctx, bodies, ticket, info.Size)
}
