import Documents
import JSONSyntax

/// Measures parts of kpatch in one process, makes the inputs, and prints the results of all.
///
/// `Tests/Benchmarks/run` calls it and the peers; README.md tells what is measured.
@main
enum Benchmarks {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case "inputs" where arguments.count == 2: try Inputs.write(to: arguments[1])
    case "json": try json(arguments.dropFirst())
    case "yaml" where arguments.count == 2 && arguments[1] == "valid":
      try YAMLBenchmarks.printValid()
    case "yaml" where arguments.count == 3 && arguments[1] == "measure":
      try YAMLBenchmarks.measure(arguments[2])
    case "engine": try EngineBenchmarks.run()
    case "configmaps": try ConfigMapBenchmarks.run()
    case "patterns": try PatternBenchmarks.run()
    case "engine-profile": try EngineBenchmarks.profile()
    case "review": try AdmissionBenchmarks.run()
    case "table" where arguments.count == 2:
      Table.show(String(decoding: try Files.read(arguments[1]), as: UTF8.self))
    default: print("see Tests/Benchmarks/README.md")
    }
  }

  /// Parses and writes each `NAME FILE` pair.
  private static func json(_ arguments: ArraySlice<String>) throws {
    var arguments = arguments
    while let name = arguments.popFirst(), let path = arguments.popFirst() {
      let source = Source(try Files.read(path))
      let document = try JSONParser.parse(source)
      Measurement.measure("JSON to document", name, bytes: source.count) {
        _ = try? JSONParser.parse(source)
      }
      var text: [UInt8] = []
      Measurement.measure("Document to JSON", name, bytes: source.count) {
        text.removeAll(keepingCapacity: true)
        JSONWriter.append(document.root, to: &text)
      }
    }
  }
}
