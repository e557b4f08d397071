/*
 * Polylog: keeps a few rows of a table and gives them weights, so that all moments up to an order stay the same.
 *
 * Every function that can fail returns POLYLOG_OK or another code below, and writes a sentence, in UTF-8 and with a zero at the end, into
 * the caller's buffer. It is cut off where the buffer ends; 1024 bytes are enough for nearly all. Arrays are read in place, never
 * changed, and not kept after a call. Calls on different objects may run at the same time on different threads, and give the same bits
 * as one after the other. A process that forks must not call the library in the child if it was used before.
 *
 * There are two libraries: v3 for processors with AVX2 and FMA, v2 for others, which gives the same bits about ten times slower. Choose
 * before loading: on a processor that does not fit, a library ends the process.
 */
#ifndef POLYLOG_H
#define POLYLOG_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this header: polylog_abi() of a library that fits it returns the same. */
#define POLYLOG_ABI 1

enum {
  POLYLOG_OK = 0,
  POLYLOG_BAD_INPUT = 1,     /* an option or a number is not what it must be */
  POLYLOG_CANCELLED = 2,     /* the watch returned something other than 0 */
  POLYLOG_MISSED = 3,        /* with strict=true: the size was not reached, or moments do not match */
  POLYLOG_NO_MEMORY = 4,
  POLYLOG_FILE = 5,          /* a file could not be read or written */
  POLYLOG_INTERNAL = 6       /* please report it */
};

/* Rows of a table. All arrays are row-major; count x dimension must be below 2^31. */
typedef struct polylog_rows {
  int64_t struct_size;       /* sizeof(polylog_rows) */
  int64_t count;             /* rows */
  int64_t dimension;         /* columns */
  const double *atoms;       /* count x dimension, finite */
  const double *weights;     /* count, finite and >= 0; NULL for 1 each */
  const double *targets;     /* count x target_count; NULL for none. Needs the option loss */
  int64_t target_count;
  const double *totals;      /* count x total_count further functions whose sums are preserved; NULL for none */
  int64_t total_count;
  const int32_t *groups;     /* count numbers: each group is compressed on its own; NULL for none */
  const float *single_atoms; /* the atoms as numbers of single precision, with atoms NULL; widened for the time of a call */
} polylog_rows;

/*
 * Called about every 20 ms while a call works, always on the thread that made the call. Share is what is done of the first pass, 0 to 1.
 * Return 0 to go on, anything else to cancel. NULL where a call takes none.
 */
typedef int32_t (*polylog_watch)(double share, void *state);

/* How a compression ended; polylog_coreset_text says it in a sentence. Do not use a coreset whose residual is above its limit. */
enum polylog_status {
  POLYLOG_MATCHED = 0,
  POLYLOG_RANK_DEFICIENT = 1,
  POLYLOG_SIZE_NOT_REACHED = 2,
  POLYLOG_ORDER_LOWERED = 3,
  POLYLOG_NEARLY_MATCHED = 4,
  POLYLOG_RESIDUAL_ABOVE_LIMIT = 5
};

typedef struct polylog_coreset polylog_coreset;
typedef struct polylog_stream polylog_stream;

typedef struct polylog_summary {
  int64_t struct_size;       /* sizeof(polylog_summary) */
  int64_t count;             /* rows kept */
  int64_t source_count;      /* rows they stand for */
  int32_t order;             /* all moments up to it match; INT32_MAX for a stream of which every distinct row is kept */
  int32_t leaves;            /* parts of the table in each of which they match; 0 for a stream */
  int32_t status;            /* a polylog_status */
  int32_t is_exact;          /* 1 where every distinct row is kept */
  double residual;           /* largest difference of a moment, relative to a leaf's weight */
  double effective_rows;     /* (sum of weights)^2 / sum of squared weights */
} polylog_summary;

int32_t polylog_abi(void);
const char *polylog_version(void);

/*
 * Options are words key=value with spaces between them, such as "size=1000 order=3". NULL or "" for the defaults.
 *   size=N fraction=F tolerance=F   how many rows to keep; a tenth where none is given
 *   order=N                         all moments up to it are matched; chosen from the data where it is not given
 *   loss=squared|least-squares|poisson|logistic|classes       with targets
 *   use=any|smooth|kinked   functions=auto|polynomial|kernel   effort=fast|balanced|thorough   scale=std|range|none
 *   max_weight=F   draw=N   strict=true|false   threads=N (0 for one a processor)
 */
int32_t polylog_compress(const polylog_rows *rows, const char *options, polylog_watch watch, void *state,
                         polylog_coreset **result, char *error, int64_t error_size);

int32_t polylog_coreset_summary(const polylog_coreset *coreset, polylog_summary *summary, char *error, int64_t error_size);

/* Copies count row numbers, ascending, and count weights; either may be NULL. */
int32_t polylog_coreset_copy(const polylog_coreset *coreset, int64_t *indices, double *weights, char *error, int64_t error_size);

/*
 * Text 0: how the compression ended, in a sentence. Text 1: for a stream, the JSON of polylog_certify, or "" where it is not known.
 * Returns the bytes with the zero at the end, and writes as many as fit.
 */
int64_t polylog_coreset_text(const polylog_coreset *coreset, int32_t which, char *text, int64_t text_size);

/*
 * How well weighted rows stand for all rows, as JSON. Options: "order=N" (what the kept rows match) and "use=". The JSON is written where
 * json_size is enough for it; *needed is always set. 4096 bytes are enough.
 */
int32_t polylog_certify(const polylog_rows *all, const polylog_rows *kept, const char *options, polylog_watch watch, void *state,
                        char *json, int64_t json_size, int64_t *needed, char *error, int64_t error_size);

/*
 * A page about weighted rows that stand for all rows, as HTML that needs no other file. Options: as for polylog_certify. names: lines of
 * UTF-8 with '\n' between them, a title and a name for each column. residual: the largest error of a matched moment. is_exact: whether
 * every distinct row is kept. The page is written where html_size is enough for it; *needed is always set. 1500000 bytes are enough.
 */
int32_t polylog_report(const polylog_rows *all, const polylog_rows *kept, const char *options, const char *names, double residual,
                       int32_t is_exact, polylog_watch watch, void *state, char *html, int64_t html_size, int64_t *needed,
                       char *error, int64_t error_size);

/* Rows that come in parts. Options need a size. One thread at a time may use a stream. */
int32_t polylog_stream_new(const char *options, polylog_stream **result, char *error, int64_t error_size);
int32_t polylog_stream_load(const char *path, const char *options, polylog_stream **result, char *error, int64_t error_size);
int32_t polylog_stream_save(polylog_stream *stream, const char *path, char *error, int64_t error_size);
int32_t polylog_stream_add(polylog_stream *stream, const polylog_rows *rows, polylog_watch watch, void *state,
                           char *error, int64_t error_size);
int32_t polylog_stream_merge(polylog_stream *stream, polylog_stream *other, polylog_watch watch, void *state,
                             char *error, int64_t error_size);
int32_t polylog_stream_build(polylog_stream *stream, polylog_watch watch, void *state,
                             polylog_coreset **result, char *error, int64_t error_size);

/* Frees a coreset or a stream; NULL is fine. */
void polylog_free(void *object);

#ifdef __cplusplus
}
#endif
#endif
