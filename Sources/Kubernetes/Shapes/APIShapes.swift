import Documents

/// The fields of Kubernetes' own kinds, from 1.25 to the newest version: searched in the text of
/// ``APIShapeTable``, without allocation. It holds nothing, so that it costs nothing to have it.
package struct APIShapes: Sendable {
  package static let known = APIShapes()

  private init() {}

  /// A field of a type.
  package struct Field: Sendable {
    package let shape: APIShape
    package let versions: Versions
    /// The versions that refuse an object without it.
    package let demanding: Versions

    /// Whether an object without it is refused.
    ///
    /// - Parameter minor: `nil` for a version that nobody has named: what some refuse and others
    ///   take is not demanded then.
    package func isRequired(at minor: Int?) -> Bool {
      guard let minor else { return demanding == .all }
      return demanding.contains(minor) && versions.contains(minor)
    }
  }

  /// The minor versions that know something, from the first one to the last one.
  package struct Versions: Sendable, Equatable {
    /// 0 where every version that is described has it.
    package let first: UInt8
    /// 255 where the newest version has it.
    package let last: UInt8

    static var all: Versions { Versions(first: 0, last: .max) }
    static var none: Versions { Versions(first: 63, last: 0) }

    package func contains(_ minor: Int) -> Bool { minor >= Int(first) && minor <= Int(last) }
  }

  package struct Kind: Sendable {
    /// The index of its type.
    package let type: Int
    package let versions: Versions
    fileprivate let apiVersionPlace: Range<Int>
    fileprivate let kindPlace: Range<Int>

    package var apiVersion: String { APIShapes.name(apiVersionPlace) }
    package var kind: String { APIShapes.name(kindPlace) }
  }

  /// Where the fields of a type are, found once for a mapping of that type.
  struct FieldTable: Sendable {
    let type: Int32
    fileprivate let first: UInt16
    fileprivate let count: UInt8
    /// Whether there are fields that only some versions demand.
    fileprivate let varies: Bool
    /// Its part of the slots: where it begins, and how many there are as a power of two.
    fileprivate let firstSlot: UInt16
    fileprivate let slotBits: UInt8
    /// How many fields every version demands.
    fileprivate let required: UInt8

    fileprivate var indices: Range<Int> { Int(first)..<Int(first) + Int(count) }
  }
}

// MARK: - Searching

extension APIShapes {
  /// A kind as it is served under an API version; `nil` where it never was since 1.25.
  package func kind(_ kind: String, in apiVersion: String) -> Kind? {
    let names = unsafe APIShapeTable.bytes(APIShapeTable.names)
    let known = unsafe names.span
    let table = unsafe APIShapeTable.bytes(APIShapeTable.kindSlots)
    let slots = unsafe table.span
    let hash =
      NameTable.hash(kind.utf8Span.span) ^ NameTable.hash(apiVersion.utf8Span.span) << 1
    var found: Kind?
    _ = NameTable.find(hash, count: slots.count / 2) { slot in
      APIShapeTable.digit(slots, 2 * slot) << 6 | APIShapeTable.digit(slots, 2 * slot + 1)
    } where: { index in
      let candidate = Self.kind(at: index)
      guard known.extracting(candidate.kindPlace).says(kind),
        known.extracting(candidate.apiVersionPlace).says(apiVersion)
      else { return false }
      found = candidate
      return true
    }
    return found
  }

  package var kinds: some Sequence<Kind> {
    (0..<APIShapeTable.kinds.utf8CodeUnitCount / 16).lazy.map(Self.kind(at:))
  }

  /// The field of a type; `nil` where no version has one of that name.
  package func field(_ name: Span<UInt8>, of type: Int) -> Field? {
    field(name, of: table(of: type))
  }

  func field(_ name: Span<UInt8>, of type: FieldTable) -> Field? {
    let names = unsafe APIShapeTable.bytes(APIShapeTable.names)
    let known = unsafe names.span
    let fields = unsafe APIShapeTable.bytes(APIShapeTable.fields)
    let entries = unsafe fields.span
    let table = unsafe APIShapeTable.bytes(APIShapeTable.slots)
    let slots = unsafe table.span
    var found: Field?
    _ = NameTable.find(NameTable.hash(name), count: 1 << Int(type.slotBits)) { slot in
      APIShapeTable.digit(slots, Int(type.firstSlot) + slot)
    } where: { index in
      let entry = APIShapeTable.number(entries, Int(type.first) + index)
      let length = Int(entry >> 26 & 0x3F)
      guard length == name.count, known.holds(name, at: Int(entry >> 32)) else { return false }
      found = Self.field(entry)
      return true
    }
    return found
  }

  /// The name of a type, for tests and errors.
  package func typeName(_ type: Int) -> String {
    let types = unsafe APIShapeTable.bytes(APIShapeTable.types)
    let entry = APIShapeTable.number(unsafe types.span, 2 * type)
    let start = Int(entry >> 32)
    return Self.name(start..<start + Int(entry >> 25 & 0x7F))
  }

  package var typeCount: Int { APIShapeTable.types.utf8CodeUnitCount / 16 }

  package func type(named name: String) -> Int? {
    (0..<typeCount).first { typeName($0) == name }
  }

  package func fields(of type: Int) -> [(name: String, field: Field)] {
    let fields = unsafe APIShapeTable.bytes(APIShapeTable.fields)
    let entries = unsafe fields.span
    var found: [(name: String, field: Field)] = []
    for index in table(of: type).indices {
      let entry = APIShapeTable.number(entries, index)
      let start = Int(entry >> 32)
      found.append((Self.name(start..<start + Int(entry >> 26 & 0x3F)), Self.field(entry)))
    }
    return found
  }

  /// How many fields of a type the API server insists on.
  ///
  /// - Parameter minor: as for ``Field/isRequired(at:)``.
  package func requiredCount(of type: Int, at minor: Int?) -> Int {
    requiredCount(of: table(of: type), at: minor)
  }

  func requiredCount(of type: FieldTable, at minor: Int?) -> Int {
    guard type.varies, minor != nil else { return Int(type.required) }
    let fields = unsafe APIShapeTable.bytes(APIShapeTable.fields)
    let entries = unsafe fields.span
    return type.indices.count {
      Self.field(APIShapeTable.number(entries, $0)).isRequired(at: minor)
    }
  }
}

// MARK: - Reading

extension APIShapes {
  private static func name(_ place: Range<Int>) -> String {
    let names = unsafe APIShapeTable.bytes(APIShapeTable.names)
    // SAFETY: the pointer is to the range, which the call before has checked.
    return unsafe names.span.extracting(place).withUnsafeBufferPointer {
      unsafe String(decoding: $0, as: UTF8.self)
    }
  }

  func table(of type: Int) -> FieldTable {
    let types = unsafe APIShapeTable.bytes(APIShapeTable.types)
    let entries = unsafe types.span
    let first = APIShapeTable.number(entries, 2 * type)
    let second = APIShapeTable.number(entries, 2 * type + 1)
    return FieldTable(
      type: Int32(truncatingIfNeeded: type), first: UInt16(first >> 12 & 0x1FFF),
      count: UInt8(first >> 6 & 0x3F), varies: second >> 22 & 1 == 1,
      firstSlot: UInt16(second >> 33 & 0x7FFF), slotBits: UInt8(second >> 29 & 0xF),
      required: UInt8(second >> 23 & 0x3F))
  }

  private static func kind(at index: Int) -> Kind {
    let kinds = unsafe APIShapeTable.bytes(APIShapeTable.kinds)
    let entries = unsafe kinds.span
    let first = APIShapeTable.number(entries, 2 * index)
    let second = APIShapeTable.number(entries, 2 * index + 1)
    let apiVersion = Int(first >> 32)
    let kind = Int(first >> 10 & 0xFFFF)
    return Kind(
      type: Int(second >> 38), versions: versions(Int(second >> 30 & 0xFF)).known,
      apiVersionPlace: apiVersion..<apiVersion + Int(first >> 26 & 0x3F),
      kindPlace: kind..<kind + Int(first >> 4 & 0x3F))
  }

  @inline(__always)
  private static func field(_ entry: UInt64) -> Field {
    let versions = versions(Int(entry >> 4 & 0xFF))
    return Field(
      shape: APIShape(code: Int(entry >> 16 & 0x3FF), wrappers: UInt8(entry >> 12 & 0xF)),
      versions: versions.known, demanding: versions.demanding)
  }

  @inline(__always)
  private static func versions(_ index: Int) -> (known: Versions, demanding: Versions) {
    // Most fields are in all versions, and demanded by none or by all.
    if index < 2 { return (.all, index == 0 ? .none : .all) }
    return boundedVersions(index)
  }

  private static func boundedVersions(_ index: Int) -> (known: Versions, demanding: Versions) {
    let table = unsafe APIShapeTable.bytes(APIShapeTable.versions)
    let text = unsafe table.span
    func bounds(_ place: Int) -> Versions {
      let last = APIShapeTable.digit(text, place + 1)
      return Versions(
        first: UInt8(APIShapeTable.digit(text, place)), last: last == 63 ? .max : UInt8(last))
    }
    return (bounds(4 * index), bounds(4 * index + 2))
  }
}
