import CommandLine
import Glibc
import HTTPServer
import Telemetry

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
    let logs = try Logs(level: options.logLevel, auditPath: options.auditPath)
    let log = EventLog(logs)
    let metrics = WebhookMetrics.make()
    let signals = try Signals()
    var development: DevelopmentIdentity?
    var files: TLSFiles?
    switch options.identity {
    case .files(let named): files = named
    case .cluster(let identity, let authority):
      files = TLSFiles(try ClusterCertificates(identity), clientAuthority: authority)
    case .development: development = try DevelopmentIdentity()
    }
    let reloader: Reloader
    do throws(StartError) {
      reloader = try Reloader(
        options, files: files, development: development?.context, log: log, metrics: metrics)
    } catch {
      logs.finish()
      throw error
    }
    let services = Services(
      reloader.state, clients: options.clients, metrics: metrics, logs: logs)
    let (server, metricsServer) = try start(services)
    try files?.cluster?.start(reloader.state, logs, metrics)
    log.say(
      .info,
      "serving on \(Self.list(server)); "
        + (metricsServer.map { "metrics on \(Self.list($0)); " } ?? "")
        + "policy \(reloader.state.readiness.policy.detail), "
        + "certificate \(reloader.state.readiness.certificate.detail)"
    )
    reloader.sayWhatIsInactive()
    ProgramCode.giveBack()
    if let development, let address = server.addresses.first {
      output.write(Self.invitation(address, authority: development.authorityPath))
      output.flush()
    }
    let supervisor = Supervisor(
      server: server, reloader: reloader, metricsServer: metricsServer,
      cluster: files?.cluster, signals: signals, log: log, logs: logs,
      shutdownDelay: options.shutdownDelay, shutdownTimeout: options.shutdownTimeout)
    // The authority's file is there as long as the server is.
    withExtendedLifetime(development) { supervisor.run() }
    return .clean
  }

  /// Both ports are open before either is served.
  private func start(_ services: Services) throws(StartError) -> (Server, metrics: Server?) {
    do throws(ServerError) {
      let server = try Server(
        listeners: [ListenerConfiguration(address: options.listen, isTLS: true)],
        tls: services.state.tls, limits: options.limits.server, threads: options.threads
      ) { _ in WebhookHandler(services) }
      var metrics: Server?
      if let address = options.metricsListen {
        // A thread of its own: a scrape never waits for reviews, nor they for it.
        metrics = try Server(
          listeners: [ListenerConfiguration(address: address, isTLS: false)],
          limits: MetricsHandler.limits, threads: 1
        ) { _ in MetricsHandler(services, of: server) }
      }
      try server.start()
      try metrics?.start()
      return (server, metrics)
    } catch {
      throw .server(error)
    }
  }

  private static func list(_ server: Server) -> String {
    server.addresses.map(\.description).joined(separator: ", ")
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
