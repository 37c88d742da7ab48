// libyaml's event parser over the files named on standard input.
//
//   libyaml-events valid          prints the names of those that it can parse
//   libyaml-events measure NAME   parses all of them, again and again
#include <string.h>
#include <yaml.h>

#include "timing.h"

static int parse(const char *text, size_t size) {
  yaml_parser_t parser;
  yaml_event_t event;
  if (!yaml_parser_initialize(&parser)) exit(2);
  yaml_parser_set_input_string(&parser, (const unsigned char *)text, size);
  int done = 0, valid = 1;
  while (!done) {
    if (!yaml_parser_parse(&parser, &event)) {
      valid = 0;
      break;
    }
    done = event.type == YAML_STREAM_END_EVENT;
    yaml_event_delete(&event);
  }
  yaml_parser_delete(&parser);
  return valid;
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  size_t capacity = 1024, count = 0, bytes = 0;
  char **texts = malloc(capacity * sizeof *texts);
  size_t *sizes = malloc(capacity * sizeof *sizes);
  char line[4096];
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    if (count == capacity) {
      capacity *= 2;
      texts = realloc(texts, capacity * sizeof *texts);
      sizes = realloc(sizes, capacity * sizeof *sizes);
    }
    texts[count] = read_file(line, &sizes[count]);
    if (!strcmp(argv[1], "valid") && parse(texts[count], sizes[count])) puts(line);
    bytes += sizes[count++];
  }
  if (strcmp(argv[1], "measure") || argc < 3) return 0;
  double best = 1e18;
  for (double end = processor_time() + 3e9; processor_time() < end;) {
    double start = processor_time();
    for (size_t i = 0; i < count; i++) parse(texts[i], sizes[i]);
    double time = processor_time() - start;
    if (time < best) best = time;
  }
  report("YAML to documents", argv[2], "libyaml", best, bytes, 0);
}
