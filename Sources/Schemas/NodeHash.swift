import Documents

/// Hashes of nodes that agree for values that are equal: mappings regardless of their order,
/// numbers by what they are worth. They find equal elements in linear time; whoever finds two equal
/// hashes compares.
enum NodeHash {
  static func hash(_ node: Node) -> UInt64 {
    // Containers that are open: what their finished children add up to, and where they end.
    var open: [Frame] = []
    let document = node.document
    var row = node.index
    while true {
      let record = document.records[Int(row)]
      var value: UInt64
      if record.isContainer, record.first > 0 {
        open.append(Frame(kind: record.kind, end: record.second))
        row += 1
        if record.kind == .mapping { row = open[open.count - 1].takeKey(document, row) }
        continue
      }
      if record.isContainer {
        value = Frame(kind: record.kind, end: 0).finished
        row = record.second
      } else {
        value = scalar(Node(document: document, index: row))
        row += 1
      }
      while true {
        guard var frame = open.popLast() else { return value }
        frame.take(value)
        guard row == frame.end else {
          if frame.kind == .mapping { row = frame.takeKey(document, row) }
          open.append(frame)
          break
        }
        value = frame.finished
      }
    }
  }

  private struct Frame {
    let kind: Node.Kind
    let end: UInt32
    var sum: UInt64 = 0
    var key: UInt64 = 0

    init(kind: Node.Kind, end: UInt32) {
      self.kind = kind
      self.end = end
    }

    mutating func takeKey(_ document: Document, _ row: UInt32) -> UInt32 {
      key = NodeHash.scalar(Node(document: document, index: row))
      return document.next(after: row)
    }

    mutating func take(_ value: UInt64) {
      var hasher = Hasher()
      if kind == .sequence { hasher.combine(sum) } else { hasher.combine(key) }
      hasher.combine(value)
      let mixed = UInt64(bitPattern: Int64(hasher.finalize()))
      sum = kind == .sequence ? mixed : sum &+ mixed
    }

    var finished: UInt64 {
      var hasher = Hasher()
      hasher.combine(kind.rawValue)
      hasher.combine(sum)
      return UInt64(bitPattern: Int64(hasher.finalize()))
    }
  }

  private static func scalar(_ node: Node) -> UInt64 {
    var hasher = Hasher()
    if let number = ExactNumber(node) {
      hasher.combine(UInt8(2))
      hasher.combine(number.isNegative && !number.isZero)
      hasher.combine(number.digits)
      hasher.combine(number.exponent)
    } else {
      hasher.combine(node.kind.rawValue)
      node.withText { text in
        for index in text.indices { hasher.combine(text[index]) }
      }
    }
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }
}
