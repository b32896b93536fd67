package warehouse

import (
	"context"
	"errors"
)

func OpenPostgres(context.Context, string) (Target, error) { return nil, errors.New("todo") }
