// The C reference: the same network as plainly as a compiler likes it, first layer from a table, weights of the upper
// layers stacked. reference WEIGHTS LAYERS HIDDEN SYMBOLS LANES; answers "check" and "round N" as bench/peer.ts says.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_LAYERS = 3, MOST_LANES = 8, PANEL = 32 };

static int layers, hidden, symbols, lanes;
static float *table, *recurrent[MOST_LAYERS], *bias[MOST_LAYERS], *output, *outputBias;
static float *h[MOST_LAYERS], *c[MOST_LAYERS], *x, *z, *logits;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec * 1e-6;
}

static float *floats(size_t count) {
  size_t bytes = (count * sizeof(float) + 63) / 64 * 64;
  float *memory = aligned_alloc(64, bytes);
  if (!memory) exit(1);
  return memset(memory, 0, bytes);
}

static float *readFloats(FILE *file, size_t count) {
  float *values = floats(count);
  if (fread(values, sizeof(float), count, file) != count) exit(1);
  return values;
}

// y[columns] += v[rows] . w[rows, columns]; eight rows at a time, so that y is read and written once for all of them.
static void multiplyOne(const float *restrict v, const float *restrict w, float *restrict y,
                        int rows, int columns) {
  int k = 0;
  for (; k + 8 <= rows; k += 8) {
    const float *r = w + (size_t)k * columns, *a = v + k;
    for (int j = 0; j < columns; j++)
      y[j] += a[0] * r[j] + a[1] * r[j + columns] + a[2] * r[j + 2 * columns] +
              a[3] * r[j + 3 * columns] + a[4] * r[j + 4 * columns] + a[5] * r[j + 5 * columns] +
              a[6] * r[j + 6 * columns] + a[7] * r[j + 7 * columns];
  }
  for (; k < rows; k++)
    for (int j = 0; j < columns; j++) y[j] += v[k] * w[(size_t)k * columns + j];
}

// The matrix in panels of PANEL columns, the last filled up with zeros, each panel row after row.
static float *panels(const float *w, int rows, int columns) {
  int count = (columns + PANEL - 1) / PANEL;
  float *packed = floats((size_t)count * rows * PANEL);
  for (int p = 0; p < count; p++)
    for (int k = 0; k < rows; k++)
      for (int j = 0; j < PANEL && p * PANEL + j < columns; j++)
        packed[((size_t)p * rows + k) * PANEL + j] = w[(size_t)k * columns + p * PANEL + j];
  return packed;
}

// y[8, columns] += v[8, rows] . panels; the sums of a panel stay in registers.
static void multiplyEight(const float *restrict v, const float *restrict packed, float *restrict y,
                          int rows, int columns) {
  for (int from = 0; from < columns; from += PANEL, packed += (size_t)rows * PANEL) {
    float sums[8][PANEL] = {{0}};
    for (int k = 0; k < rows; k++) {
      const float *r = packed + (size_t)k * PANEL;
      for (int lane = 0; lane < 8; lane++)
        for (int j = 0; j < PANEL; j++) sums[lane][j] += v[(size_t)lane * rows + k] * r[j];
    }
    int width = columns - from < PANEL ? columns - from : PANEL;
    for (int lane = 0; lane < 8; lane++)
      for (int j = 0; j < width; j++) y[(size_t)lane * columns + from + j] += sums[lane][j];
  }
}

static void multiply(const float *v, const float *w, float *y, int rows, int columns) {
  (lanes == 1 ? multiplyOne : multiplyEight)(v, w, y, rows, columns);
}

static void load(const char *name) {
  FILE *file = fopen(name, "rb");
  if (!file) exit(1);
  int columns = 4 * hidden;
  float *embedding = readFloats(file, (size_t)symbols * hidden);
  for (int layer = 0; layer < layers; layer++) {
    float *kernel = readFloats(file, (size_t)hidden * columns);
    float *own = readFloats(file, (size_t)hidden * columns);
    bias[layer] = readFloats(file, columns);
    if (layer == 0) {
      table = floats((size_t)symbols * columns);
      for (int id = 0; id < symbols; id++) {
        memcpy(table + (size_t)id * columns, bias[0], columns * sizeof(float));
        multiplyOne(embedding + (size_t)id * hidden, kernel, table + (size_t)id * columns, hidden, columns);
      }
      recurrent[0] = own;
    } else {
      size_t half = (size_t)hidden * columns;
      recurrent[layer] = floats(2 * half);
      memcpy(recurrent[layer], kernel, half * sizeof(float));
      memcpy(recurrent[layer] + half, own, half * sizeof(float));
      free(own);
    }
    free(kernel);
    if (lanes > 1) recurrent[layer] = panels(recurrent[layer], layer ? 2 * hidden : hidden, columns);
    h[layer] = floats((size_t)lanes * hidden);
    c[layer] = floats((size_t)lanes * hidden);
  }
  output = readFloats(file, (size_t)hidden * symbols);
  if (lanes > 1) output = panels(output, hidden, symbols);
  outputBias = readFloats(file, symbols);
  x = floats((size_t)lanes * 2 * hidden);
  z = floats((size_t)lanes * columns);
  logits = floats((size_t)lanes * symbols);
  free(embedding);
  fclose(file);
}

static float sigmoid(float value) { return 1 / (1 + expf(-value)); }

static void step(const int *ids) {
  int columns = 4 * hidden;
  size_t row = hidden * sizeof(float);
  for (int layer = 0; layer < layers; layer++) {
    for (int lane = 0; lane < lanes; lane++) {
      const float *start = layer ? bias[layer] : table + (size_t)ids[lane] * columns;
      memcpy(z + (size_t)lane * columns, start, 4 * row);
      if (layer == 0) continue;
      float *both = x + (size_t)lane * 2 * hidden;
      memcpy(both, h[layer - 1] + (size_t)lane * hidden, row);
      memcpy(both + hidden, h[layer] + (size_t)lane * hidden, row);
    }
    if (layer) multiply(x, recurrent[layer], z, 2 * hidden, columns);
    else multiply(h[0], recurrent[0], z, hidden, columns);
    for (int lane = 0; lane < lanes; lane++)
      for (int j = 0; j < hidden; j++) {
        const float *gate = z + (size_t)lane * columns + j;
        int at = lane * hidden + j;
        float kept = sigmoid(gate[hidden]) * c[layer][at];
        c[layer][at] = kept + sigmoid(gate[0]) * tanhf(gate[2 * hidden]);
        h[layer][at] = sigmoid(gate[3 * hidden]) * tanhf(c[layer][at]);
      }
  }
  for (int lane = 0; lane < lanes; lane++)
    memcpy(logits + (size_t)lane * symbols, outputBias, symbols * sizeof(float));
  multiply(h[layers - 1], output, logits, hidden, symbols);
}

static int sampled(const float *lane) {
  static double powers[1024];
  double sum = 0;
  float highest = lane[0];
  for (int id = 1; id < symbols; id++) highest = fmaxf(highest, lane[id]);
  for (int id = 0; id < symbols; id++) sum += powers[id] = exp(lane[id] - highest);
  double left = rand() / (RAND_MAX + 1.0) * sum;
  for (int id = 0; id < symbols; id++)
    if ((left -= powers[id]) < 0) return id;
  return symbols - 1;
}

static double timed(double length) {
  static int ids[MOST_LANES];
  double began = now();
  for (int done = 1;; done++) {
    step(ids);
    for (int lane = 0; lane < lanes; lane++) ids[lane] = sampled(logits + (size_t)lane * symbols);
    double passed = now() - began;
    if (passed >= length) return passed / done;
  }
}

int main(int count, char **args) {
  if (count != 6) return 2;
  layers = atoi(args[2]), hidden = atoi(args[3]), symbols = atoi(args[4]), lanes = atoi(args[5]);
  if (layers > MOST_LAYERS || symbols > 1024 || (lanes != 1 && lanes != 8)) return 2;
  load(args[1]);
  char line[64];
  while (fgets(line, sizeof line, stdin)) {
    if (strncmp(line, "check", 5) == 0) {
      for (int s = 0, ids[MOST_LANES]; s < 8; s++) {
        for (int lane = 0; lane < lanes; lane++) ids[lane] = (s * 7 + lane * 13 + 3) % symbols;
        step(ids);
      }
      printf("{\"values\":[%.9g", logits[0]);
      for (int i = 1; i < lanes * symbols; i++) printf(",%.9g", logits[i]);
      puts("]}");
    } else {
      printf("{\"ms\":%.6g}\n", timed(atof(line + 6)));
    }
    fflush(stdout);
  }
  return 0;
}
