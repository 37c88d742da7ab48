import Documents
import YAMLSyntax

/// Parses YAML files, whose names come on standard input.
enum YAMLBenchmarks {
  /// Prints the names of those that can be parsed.
  static func printValid() throws {
    for path in try paths() where documents(Source(try Files.read(path))) > 0 { print(path) }
  }

  static func measure(_ name: String) throws {
    var sources: [Source] = []
    for path in try paths() { sources.append(Source(try Files.read(path))) }
    let bytes = sources.reduce(0) { $0 + $1.count }
    Measurement.measure("YAML to documents", name, bytes: bytes, seconds: 3) {
      for source in sources { _ = documents(source) }
    }
  }

  private static func paths() throws(Files.Unreadable) -> [String] {
    String(decoding: try Files.read("/dev/stdin"), as: UTF8.self).split(separator: "\n")
      .map(String.init)
  }

  /// The number of documents; 0 where one cannot be parsed.
  private static func documents(_ source: Source) -> Int {
    (try? YAMLParser.parse(source).count) ?? 0
  }
}
