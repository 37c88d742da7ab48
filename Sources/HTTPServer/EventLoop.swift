import CLinux
import Glibc

/// One thread's loop: its listeners, its connections, its handler. Nothing in it is shared with
/// another thread but ``ServerShared`` and the statistics.
///
/// What happens with a connection is in `EventLoop+Connections.swift`, requests are in
/// `EventLoop+Requests.swift`.
@safe final class EventLoop {
  /// Who an event is for, in the 64 bits that the system keeps with a descriptor.
  private enum Target {
    case wake
    case listener(Int)
    case connection(slot: Int, generation: UInt32)

    init(_ bits: UInt64) {
      let low = Int(bits & 0xFFFF_FFFF)
      switch bits >> 62 {
      case 0: self = .connection(slot: low, generation: UInt32(bits >> 32))
      case 1: self = .listener(low)
      default: self = .wake
      }
    }

    var bits: UInt64 {
      switch self {
      case .wake: 2 << 62
      case .listener(let index): 1 << 62 | UInt64(index)
      case .connection(let slot, let generation): UInt64(generation) << 32 | UInt64(slot)
      }
    }
  }

  /// Bytes that one read takes at most.
  static let readBytes = 65_536
  /// Connections accepted at once, before those that are there get their turn.
  static let acceptBatch = 64
  /// Milliseconds of rest when the system has no descriptors.
  static let acceptPause: Int64 = 100

  let shared: ServerShared
  let statistics: LoopStatistics
  let handler: any RequestHandler
  let limits: ServerLimits
  let maximumConnections: Int
  private let poll: Int32
  private let waker: Waker
  private var listeners: [Listener]
  private var contexts: SharedReference<TLSContext>.Copy?
  var connections: [Connection?] = []
  private var generations: [UInt32] = []
  private var freeSlots: [Int] = []
  var connectionCount = 0
  /// Connections that have more to read, of which polling knows nothing.
  private var ready: [Connection] = []
  private var wheel: TimerWheel
  private var due: [Int] = []
  private var acceptAgainAt: Int64?
  private var hasClosedListeners = false
  private var phase = ServerShared.Phase.serving
  /// Milliseconds, taken once a turn.
  var now: Int64
  var date: [UInt8] = []
  private var dateSecond: Int64 = -1
  /// SAFETY: allocated once for the loop's lifetime. Only `read` and `discard` write to it, on
  /// behalf of one event and never while bytes in it are processed; nothing keeps it.
  let scratch: UnsafeMutableBufferPointer<UInt8>
  /// Bytes of responses that are being made.
  var output: [UInt8] = []
  /// Memory for a response.
  var spareResponse = HTTPResponse()
  /// Connections whose request is read and waits for its answer.
  var complete: [Connection] = []
  /// The first of the slots that no connection uses, and how many these are.
  var spareSlot: RequestSlot?
  var spareSlotCount = 0

  /// Takes over the listeners and `poll`.
  init(
    shared: ServerShared, statistics: LoopStatistics, handler: any RequestHandler,
    listeners: [Listener], poll: Int32, waker: Waker, maximumConnections: Int
  ) {
    self.shared = shared
    self.statistics = statistics
    self.handler = handler
    self.listeners = listeners
    self.poll = poll
    self.waker = waker
    self.maximumConnections = maximumConnections
    limits = shared.limits
    contexts = shared.tls.map { SharedReference.Copy(of: $0) }
    now = MonotonicClock.milliseconds()
    wheel = TimerWheel(now: now)
    unsafe scratch = .allocate(capacity: Self.readBytes)
    unsafe scratch.initialize(repeating: 0)
  }

  deinit { unsafe scratch.deallocate() }

  var isDraining: Bool { phase != .serving }

  /// Works until the server has stopped.
  func run() {
    clinux_poll_control(
      poll, Int32(clinux_poll_add), waker.descriptor, Readiness.readable,
      Target.wake.bits)
    listen(true)
    var events = [clinux_event](
      repeating: clinux_event(), count: Int(clinux_event_batch))
    while !isFinished {
      let timeout = waitMilliseconds()
      let count = unsafe clinux_poll_wait(poll, &events, timeout)
      now = MonotonicClock.milliseconds()
      updateDate()
      for index in 0..<max(0, Int(count)) { handle(events[index]) }
      resumeReady()
      answerComplete()
      expire()
      if let time = acceptAgainAt, now >= time { listen(true) }
      followPhase()
    }
    closeEverything()
  }

  private var isFinished: Bool {
    switch phase {
    case .serving: false
    case .draining: connectionCount == 0 || now >= shared.drainDeadline
    case .stopping: true
    }
  }

  /// How long nothing has to be done.
  private func waitMilliseconds() -> Int32 {
    if !ready.isEmpty { return 0 }
    var wait = wheel.wait(now: now)
    if let time = acceptAgainAt { wait = min(wait ?? .max, max(0, time - now)) }
    if phase == .draining, shared.drainDeadline != .max {
      wait = min(wait ?? .max, max(0, shared.drainDeadline - now))
    }
    return wait.map { Int32(clamping: $0) } ?? -1
  }

  private func updateDate() {
    let second = MonotonicClock.wallSeconds()
    guard second != dateSecond else { return }
    dateSecond = second
    date = MonotonicClock.httpDate(second)
  }

  private func handle(_ event: clinux_event) {
    switch Target(event.data) {
    case .wake:
      clinux_clear_wake(waker.descriptor)
    case .listener(let index):
      if index < listeners.count { accept(listeners[index]) }
    case .connection(let slot, let generation):
      // An earlier event of the same batch may have ended this connection.
      guard slot < connections.count, let connection = connections[slot],
        connection.generation == generation
      else { return }
      resume(connection)
    }
  }

  private func resumeReady() {
    guard !ready.isEmpty else { return }
    let batch = ready
    ready.removeAll(keepingCapacity: true)
    for connection in batch {
      connection.isInReadyList = false
      if connection.phase != .closed { resume(connection) }
    }
  }

  /// Has the connection resumed in the next turn, after the others.
  func resumeLater(_ connection: Connection) {
    guard !connection.isInReadyList else { return }
    connection.isInReadyList = true
    ready.append(connection)
  }

  // MARK: - Accepting

  /// Starts or pauses accepting.
  private func listen(_ isOn: Bool) {
    acceptAgainAt = isOn ? nil : now + Self.acceptPause
    for (index, listener) in listeners.enumerated() {
      clinux_poll_control(
        poll, Int32(isOn ? clinux_poll_add : clinux_poll_remove), listener.descriptor,
        Readiness.readable, Target.listener(index).bits)
    }
  }

  private func accept(_ listener: Listener, atMost count: Int = EventLoop.acceptBatch) {
    var storage = sockaddr_storage()
    var length: socklen_t = 0
    for _ in 0..<count {
      let descriptor = unsafe clinux_accept(listener.descriptor, &storage, &length)
      if descriptor >= 0 {
        admit(descriptor, listener, SocketAddress.describe(&storage).description)
        continue
      }
      switch errno {
      case EAGAIN, EWOULDBLOCK:
        return
      case EMFILE, ENFILE, ENOBUFS, ENOMEM:
        // Those that wait stay in the kernel's queue until there is room for them.
        statistics.acceptPauses.add()
        if acceptAgainAt == nil, !hasClosedListeners { listen(false) }
        return
      default:
        // The client gave up, or the network told of an error: the next may be fine.
        continue
      }
    }
  }

  private func admit(_ descriptor: Int32, _ listener: Listener, _ peer: String) {
    statistics.accepted.add()
    let isRefused = connectionCount >= maximumConnections
    if isRefused { statistics.refused.add() }
    var session: TLSSession?
    if listener.isTLS { session = contexts?.current().makeSession(for: descriptor) }
    guard connectionCount < maximumConnections + limits.refusedConnections,
      !listener.isTLS || session != nil
    else {
      statistics.closed.add()
      close(descriptor)
      return
    }
    let slot: Int
    if let free = freeSlots.popLast() {
      slot = free
    } else {
      slot = connections.count
      connections.append(nil)
      generations.append(0)
    }
    let connection = Connection(
      descriptor: descriptor, slot: slot, generation: generations[slot], tls: session,
      info: ConnectionInfo(
        peer: peer, listener: listener.tag, isTLS: listener.isTLS, clientNames: nil),
      isRefused: isRefused, limits: limits)
    connections[slot] = connection
    connectionCount += 1
    let result = clinux_poll_control(
      poll, Int32(clinux_poll_add), descriptor, connection.interest,
      Target.connection(slot: slot, generation: connection.generation).bits)
    guard result == 0 else {
      end(connection)
      return
    }
    set(connection, listener.isTLS ? .handshake : .idle)
  }

  /// Tells the system what the loop wants to know of a connection.
  func setInterest(_ connection: Connection, _ interest: UInt32) {
    guard interest != connection.interest else { return }
    connection.interest = interest
    clinux_poll_control(
      poll, Int32(clinux_poll_change), connection.descriptor, interest,
      Target.connection(slot: connection.slot, generation: connection.generation).bits)
  }

  /// Closes a connection at once.
  func end(_ connection: Connection) {
    guard connection.phase != .closed else { return }
    connection.phase = .closed
    releaseRequest(of: connection)
    wheel.cancel(connection.slot)
    connections[connection.slot] = nil
    // Thirty bits, as the event's data has room for.
    generations[connection.slot] = (generations[connection.slot] &+ 1) & 0x3FFF_FFFF
    freeSlots.append(connection.slot)
    connectionCount -= 1
    statistics.closed.add()
    connection.tls = nil
    close(connection.descriptor)
  }

  // MARK: - Deadlines

  /// Starts the wait for something. What a connection waits for already keeps its deadline.
  func set(_ connection: Connection, _ wait: Connection.Wait) {
    guard connection.wait != wait || connection.deadline == .max else { return }
    connection.wait = wait
    let milliseconds =
      switch wait {
      case .handshake: limits.handshakeMilliseconds
      case .idle: isDraining ? limits.drainIdleMilliseconds : limits.idleMilliseconds
      case .header: limits.headerMilliseconds
      case .body: limits.bodyMilliseconds
      case .write: limits.writeMilliseconds
      case .linger: limits.lingerMilliseconds
      }
    setDeadline(connection, now + Int64(milliseconds))
  }

  private func setDeadline(_ connection: Connection, _ deadline: Int64) {
    connection.deadline = deadline
    if !wheel.isScheduled(connection.slot) || deadline < connection.scheduledDeadline {
      connection.scheduledDeadline = deadline
      wheel.schedule(connection.slot, at: deadline)
    }
  }

  private func expire() {
    wheel.expire(now: now, into: &due)
    guard !due.isEmpty else { return }
    let batch = due
    due.removeAll(keepingCapacity: true)
    for slot in batch {
      guard let connection = connections[slot] else { continue }
      if connection.deadline == .max { continue }
      if connection.deadline > now {
        connection.scheduledDeadline = connection.deadline
        wheel.schedule(slot, at: connection.deadline)
      } else {
        connection.deadline = .max
        timeOut(connection)
      }
    }
  }

  // MARK: - The end

  /// Does what a new phase of the server asks for.
  private func followPhase() {
    let current = shared.phase
    guard current != phase else { return }
    let isFirst = phase == .serving
    phase = current
    guard isFirst, current == .draining else { return }
    // Whoever the kernel has accepted is served; closing the listener would reset them.
    for listener in listeners { accept(listener, atMost: limits.backlog) }
    closeListeners()
    for case let connection? in connections
    where connection.wait == .idle && connection.phase == .open {
      setDeadline(connection, now + Int64(limits.drainIdleMilliseconds))
    }
  }

  private func closeListeners() {
    guard !hasClosedListeners else { return }
    hasClosedListeners = true
    acceptAgainAt = nil
    for listener in listeners { close(listener.descriptor) }
    listeners = []
  }

  private func closeEverything() {
    closeListeners()
    for case let connection? in connections {
      connection.tls?.sayGoodbye()
      end(connection)
    }
    close(poll)
  }
}
