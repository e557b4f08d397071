/*
 * Keeps 100 of 10 000 rows with the same moments up to order 2. With the libraries of a build in the folder lib:
 *   gcc -Isrc/Polylog.Native src/Polylog.Native/example.c lib/libpolylog-v3.so -Wl,-rpath,lib -o example
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "polylog.h"

enum { ROWS = 10000, COLUMNS = 2 };

static int32_t watch(double share, void *state) {
  (void)share;
  ++*(int *)state;
  return 0; /* anything else cancels */
}

int main(void) {
  if (polylog_abi() != POLYLOG_ABI) {
    fprintf(stderr, "the library does not fit polylog.h\n");
    return 1;
  }
  double *atoms = malloc(sizeof(double) * ROWS * COLUMNS);
  if (atoms == NULL)
    return 1;
  for (int i = 0; i < ROWS * COLUMNS; i++)
    atoms[i] = rand() / (double)RAND_MAX;
  polylog_rows rows = {.struct_size = sizeof rows, .count = ROWS, .dimension = COLUMNS, .atoms = atoms};

  char error[1024];
  int calls = 0;
  polylog_coreset *coreset = NULL;
  if (polylog_compress(&rows, "size=100 order=2", watch, &calls, &coreset, error, sizeof error) != POLYLOG_OK) {
    fprintf(stderr, "%s\n", error);
    free(atoms);
    return 1;
  }
  polylog_summary summary = {.struct_size = sizeof summary};
  polylog_coreset_summary(coreset, &summary, error, sizeof error);
  int64_t *indices = malloc(sizeof(int64_t) * summary.count);
  double *weights = malloc(sizeof(double) * summary.count);
  polylog_coreset_copy(coreset, indices, weights, error, sizeof error);

  double mean = 0, kept_mean = 0, total = 0;
  for (int i = 0; i < ROWS; i++)
    mean += atoms[i * COLUMNS] / ROWS;
  for (int64_t i = 0; i < summary.count; i++) {
    total += weights[i];
    kept_mean += weights[i] * atoms[indices[i] * COLUMNS] / ROWS;
  }
  printf("polylog %s: %" PRId64 " of %" PRId64 " rows match all moments up to order %d\n", polylog_version(), summary.count,
         summary.source_count, (int)summary.order);
  printf("weights add up to %.3f; the mean of the first column is %.12f, of the kept rows %.12f\n", total, mean, kept_mean);

  /* Errors are sentences. */
  polylog_coreset *none = NULL;
  int32_t code = polylog_compress(&rows, "size=0", NULL, NULL, &none, error, sizeof error);
  printf("code %d: %s\n", (int)code, error);

  polylog_free(coreset);
  free(indices);
  free(weights);
  free(atoms);
  return 0;
}
