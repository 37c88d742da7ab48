import Admission
import Documents
import Policy

/// Answers a review as the server does, without HTTP and TLS.
enum AdmissionBenchmarks {
  static func run() throws {
    let policy = try EngineBenchmarks.policy(
      CommandLineSettings(preset: "recommended", mutators: ["prometheus", "linkerd", "irsa"]))
    let handler = AdmissionHandler(engine: Engine(policy))
    let review = Array(Inputs.review(containers: 1).json().utf8)
    let endpoints: [(String, AdmissionHandler.Endpoint)] = [
      ("mutate", .mutate), ("validate", .validate),
    ]
    for (name, endpoint) in endpoints {
      Measurement.measure("Review, recommended, three mutators", name, bytes: review.count) {
        _ = try? handler.handle(review, at: endpoint)
      }
    }
    base64()
  }

  /// What `Base64` does with vectors, beside what it does with the rest of a text.
  private static func base64() {
    let patch = (0..<1_200).map { UInt8(truncatingIfNeeded: $0) }
    let triples = stride(from: 0, to: patch.count, by: 3).map { Array(patch[$0..<$0 + 3]) }
    var output: [UInt8] = []
    output.reserveCapacity(patch.count * 2)
    Measurement.measure("Base64", "twelve bytes at a time", bytes: patch.count) {
      output.removeAll(keepingCapacity: true)
      Base64.append(patch, to: &output)
    }
    Measurement.measure("Base64", "three bytes at a time", bytes: patch.count) {
      output.removeAll(keepingCapacity: true)
      for triple in triples { Base64.append(triple, to: &output) }
    }
  }
}
