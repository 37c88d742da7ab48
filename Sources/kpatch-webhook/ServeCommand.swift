import CommandLine
import Glibc
import HTTPServer

/// `kpatch-webhook serve`.
struct ServeCommand {
  private let options: ServeOptions

  init(_ invocation: Invocation) throws(StartError) {
    do {
      options = try ServeOptions(invocation)
    } catch {
      throw .usage(error)
    }
  }

  /// Serves until a signal ends it. Nothing listens before all that it needs is in order.
  func run(_ output: Output) throws(StartError) -> ExitStatus {
    Machine.raiseFileLimit()
    let journal = Journal()
    let signals = try Signals()
    var development: DevelopmentIdentity?
    if case .development = options.identity { development = try DevelopmentIdentity() }
    let reloader = try Reloader(options, development: development?.context, journal: journal)
    let server = try start(reloader.state)
    let address = server.addresses.map(\.description).joined(separator: ", ")
    journal.say(
      "serving on \(address); policy \(reloader.state.readiness.policy.detail), "
        + "certificate \(reloader.state.readiness.certificate.detail)")
    reloader.sayWhatIsInactive()
    if let development, let address = server.addresses.first {
      output.write(Self.invitation(address, authority: development.authorityPath))
      output.flush()
    }
    let supervisor = Supervisor(
      server: server, reloader: reloader, signals: signals, journal: journal,
      shutdownDelay: options.shutdownDelay, shutdownTimeout: options.shutdownTimeout)
    // The authority's file is there as long as the server is.
    withExtendedLifetime(development) { supervisor.run() }
    return .clean
  }

  private func start(_ state: ServerState) throws(StartError) -> Server {
    let clients = options.clients
    do throws(ServerError) {
      let server = try Server(
        listeners: [ListenerConfiguration(address: options.listen, isTLS: true)], tls: state.tls,
        threads: options.threads
      ) { _ in WebhookHandler(state, clients: clients) }
      try server.start()
      return server
    } catch {
      throw .server(error)
    }
  }

  /// How to try it.
  private static func invitation(_ address: SocketAddress, authority: String) -> String {
    let review =
      #"{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1","#
      + #""operation":"CREATE","namespace":"shop","kind":{"group":"","version":"v1","kind":"Pod"},"#
      + #""object":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},"spec":{"containers":"#
      + #"[{"name":"web","image":"web:latest","securityContext":{"privileged":true}}]}}}}"#
    let curl = "curl -sS --cacert '\(authority)'"
    return """
      Serving on https://\(address) until Ctrl-C. Certificate authority: \(authority)
      How it is:
        \(curl) 'https://\(address)/readyz?verbose'
      A review of a pod that wants too much:
        \(curl) -H 'Content-Type: application/json' \
      -d '\(review)' 'https://\(address)/validate'

      """
  }
}
