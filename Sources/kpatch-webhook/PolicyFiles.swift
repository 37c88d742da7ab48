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
    let contents = contents(today)
    return Self.compile(contents.reader, contents.fingerprint)
  }

  /// The same where something is not as it was; `nil`, and nothing is compiled, where all is.
  func read(today: CalendarDate?, unlessAs known: Reading.Fingerprint?) -> Reading? {
    let contents = contents(today)
    if contents.fingerprint == known { return nil }
    return Self.compile(contents.reader, contents.fingerprint)
  }

  /// What the files hold; no reader where one of them cannot be one.
  private func contents(
    _ today: CalendarDate?
  ) -> (reader: PolicyReader?, fingerprint: Reading.Fingerprint) {
    var reader = PolicyReader(systemMessage: SystemError.message)
    for path in paths {
      guard !InputReader.isNoFile(path) else {
        let words = InputProblem.Cause.noFile.words(system: SystemError.message)
        let line = VisibleText.escaped("\(path.text): \(words.message)")
        return (nil, Reading.Fingerprint(files: [:], failures: [line], today: today))
      }
      reader.add(path)
    }
    let fingerprint = Reading.Fingerprint(
      files: reader.sources.mapValues(\.bytes), failures: reader.problems.map(\.text),
      today: today)
    return (reader, fingerprint)
  }

  private static func compile(
    _ reader: PolicyReader?, _ fingerprint: Reading.Fingerprint
  ) -> Reading {
    guard var reader else {
      return Reading(fingerprint: fingerprint, policy: nil, problems: fingerprint.failures)
    }
    let policy = reader.compile(today: fingerprint.today)
    return Reading(
      fingerprint: fingerprint, policy: policy, problems: reader.problems.map(\.text))
  }
}
