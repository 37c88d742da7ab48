import Manifests
import Testing

@Suite("Names of environments")
struct EnvironmentNamesTests {
  /// Paths, and what their environments are called.
  static let cases: [(paths: [String], names: [String])] = [
    (["staging", "production"], ["staging", "production"]),
    (["./staging/", "production/"], ["staging", "production"]),
    (["apps/staging/deploy", "apps/production/deploy/"], ["staging", "production"]),
    (["staging.yaml", "out/production.json"], ["staging", "production"]),
    (["live.yaml", "live.json"], ["live.yaml", "live.json"]),
    (["a/x/b", "a/y/b", "c/z/b"], ["x", "y", "z"]),
    (["a/x", "b/y", "c/x"], ["a", "b", "c"]),
    (["-", "live"], ["-", "live"]),
    (["a/b", "b"], ["a/b", "b"]),
    (["/", "a"], ["/", "a"]),
    (["same", "same"], ["same", "same"]),
  ]

  @Test("are the part in which paths differ", arguments: cases)
  func names(paths: [String], names: [String]) {
    #expect(EnvironmentNames.names(of: paths.compactMap { FilePath($0) }) == names)
  }
}
