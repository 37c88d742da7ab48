import Documents
import Foundation
import TestSupport
import Testing
import YAMLSyntax

/// The chart, rendered by a real `helm` where one is on the `PATH`, else by `Tests/ChartRenderer`.
enum Chart {
  static let folder = "charts/kpatch"

  static func text(_ path: String) throws -> String {
    String(decoding: try Suites.projectFile("\(folder)/\(path)"), as: UTF8.self)
  }

  /// A file of YAML or JSON of the chart.
  static func document(_ path: String) throws -> Node {
    let documents = try YAMLParser.parse(Source(text(path)))
    return try #require(documents.first?.root)
  }

  /// `helm`, as a line of shell that takes its arguments; `nil`, with a line on standard output,
  /// where neither Helm nor Go and sprig are there.
  static let helm: String? = {
    if let found = try? Tool.shell("command -v helm", in: Suites.root), found.status == 0 {
      return "helm"
    }
    return ownRenderer
  }()

  /// The renderer of this project, built once for all tests.
  static let ownRenderer: String? = {
    let made = Suites.root.appendingPathComponent(".build/chart-renderer")
    let line = """
      command -v go >/dev/null && test -d "$LIBRARY/src/github.com/Masterminds/sprig" || exit 99
      mkdir -p '\(made.path)'
      GO111MODULE=off GOPATH="$LIBRARY" GOCACHE='\(made.path)/cache' CGO_ENABLED=0 \
        go build -o '\(made.path)/render' .
      """
    let folder = Suites.root.appendingPathComponent("Tests/ChartRenderer")
    let library = "LIBRARY=/usr/share/gocode\n"
    guard let built = try? Tool.shell(library + line, in: folder) else { return nil }
    if built.status == 99 {
      print(
        "chart: neither helm nor Go with sprig is here, nothing is rendered "
          + "(apt-get install golang-go golang-github-masterminds-sprig-dev)")
      return nil
    }
    guard built.status == 0 else {
      Issue.record("Tests/ChartRenderer does not build: \(built.errorText)")
      return nil
    }
    return "'\(made.path)/render'"
  }()

  /// What `helm template` prints; `nil` where there is nothing to render with.
  static func template(
    _ values: String = "", release: String = "kpatch", namespace: String = "kpatch",
    options: String = "", by program: String? = helm
  ) throws -> Tool.Result? {
    guard let program else { return nil }
    let workplace = try Workplace()
    try workplace.write("values.yaml", values)
    let chart = Suites.root.appendingPathComponent(folder).path
    return try Tool.shell(
      "\(program) template '\(release)' '\(chart)' --namespace '\(namespace)' "
        + "--values values.yaml --kube-version 1.37.0 \(options)", in: workplace.url)
  }

  /// The objects of a rendering that has to succeed.
  static func objects(
    _ values: String = "", release: String = "kpatch", namespace: String = "kpatch"
  ) throws -> [Node]? {
    guard let result = try template(values, release: release, namespace: namespace) else {
      return nil
    }
    try #require(result.status == 0, "\(result.errorText)")
    return try YAMLParser.parse(Source(result.outputText)).map(\.root).filter(\.isMapping)
  }
}

extension [Node] {
  /// The only object of a kind.
  func only(_ kind: String) throws -> Node {
    let found = filter { $0["kind"]?.isString(kind) == true }
    try #require(found.count == 1, "\(found.count) objects of kind \(kind)")
    return found[0]
  }

  func has(_ kind: String) -> Bool { contains { $0["kind"]?.isString(kind) == true } }
}

extension Node {
  /// The texts of a list.
  var texts: [String] { elements.map(\.text) }
}
