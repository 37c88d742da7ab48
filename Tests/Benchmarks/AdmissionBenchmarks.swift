import Admission
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
  }
}
