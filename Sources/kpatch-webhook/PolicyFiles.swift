import CommandLine
import Documents
import Manifests
import Policy

/// The files that the policy is read from; none are the built-in policy.
struct PolicyFiles: Sendable {
  let paths: [FilePath]

  /// What was read at one moment, and what it makes.
  struct Reading {
    /// The bytes of each file, and the day; what is equal here compiles to the same.
    struct Fingerprint: Equatable {
      fileprivate let files: [String: [UInt8]]
      fileprivate let failures: [String]
      fileprivate let today: CalendarDate?
    }

    let fingerprint: Fingerprint
    let policy: CompiledPolicy?
    /// What is wrong, or worth knowing, each in a line.
    let problems: [String]
  }

  /// - Parameter today: decides which exceptions of the policy have expired.
  func read(today: CalendarDate?) -> Reading {
    var reader = PolicyReader(systemMessage: SystemError.message)
    for path in paths {
      guard !InputReader.isNoFile(path) else {
        let words = InputProblem.Cause.noFile.words(system: SystemError.message)
        let line = VisibleText.escaped("\(path.text): \(words.message)")
        return Reading(
          fingerprint: Reading.Fingerprint(files: [:], failures: [line], today: today),
          policy: nil, problems: [line])
      }
      reader.add(path)
    }
    let failures = reader.problems.map(\.text)
    let policy = reader.compile(today: today)
    return Reading(
      fingerprint: Reading.Fingerprint(
        files: reader.sources.mapValues(\.bytes), failures: failures, today: today),
      policy: policy, problems: reader.problems.map(\.text))
  }
}
