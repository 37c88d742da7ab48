import Admission
import CommandLine
import Documents
import Manifests
import Policy
import Reports

/// `kpatch review`: what the server would answer.
struct ReviewCommand {
  let session: Session

  func run() {
    let finder = session.inputs()
    let engine = Engine(PolicyLoader.load(session).policy)
    guard let input = finder.inputs.first, finder.inputs.count == 1, finder.problems.isEmpty
    else {
      for problem in finder.problems { fail(ReportedProblem(problem)) }
      if finder.problems.isEmpty { session.end(.other("FILE is one file, not a folder")) }
      return
    }
    let bytes: [UInt8]
    do {
      bytes = try InputReader().read(input).bytes
    } catch {
      fail(ReportedProblem(error))
      return
    }
    do {
      let answer = try AdmissionHandler(engine: engine).handle(bytes, at: endpoint)
      session.streams.output.write(answer.body)
      if answer.body.last != UInt8(ascii: "\n") { session.streams.output.write("\n") }
      if let failing = session.failingAction, answer.decision.worstAction >= failing {
        session.note(.findings)
      }
    } catch {
      fail(problem(error, input.name, Source(bytes)))
    }
  }

  private var endpoint: AdmissionHandler.Endpoint {
    switch session.invocation.value(Commands.endpoint) {
    case "mutate": .mutate
    case "validate": .validate
    default: .review
    }
  }

  private func problem(
    _ error: AdmissionError, _ file: String, _ source: Source
  ) -> ReportedProblem {
    if case .syntax(let syntax) = error.reason {
      return ReportedProblem(file: file, error: syntax, in: source)
    }
    return ReportedProblem(file: file, id: "no-review", message: error.message)
  }

  private func fail(_ problem: ReportedProblem) {
    var report = TextReport(session.layout(of: session.streams.error))
    var text = ""
    report.append(problem, to: &text)
    session.streams.error.write(text)
    session.note(.input)
  }
}
