import Git
import History
import Source

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What Verdict keeps in the user's cache folder: all of it can be made again.
public struct CacheFolder {
  private let path: String

  public init(_ surroundings: Surroundings) { path = surroundings.cacheFolder }

  /// A kind of what is kept.
  public enum Part: String, Sendable, CaseIterable {
    case trees = "shadow work trees"
    case scratch = "scratch folders"
    case names = "indexes of names"
    case copies = "indexes of copies"
    case answers = "answers of hooks"
    case results = "results of gates"
  }

  /// Scratch folders in which nothing happened for so long belong to nobody, in seconds: a run that makes
  /// one takes minutes at most.
  private static let scratchAge = 3600
  /// An index that nobody brought up to date for so long, in seconds.
  private static let indexAge = 30 * 86_400

  /// The bytes on the disk of each part that is there.
  public func sizes() -> [(part: Part, bytes: Int64)] {
    Part.allCases.map { part in
      (part, places(of: part).reduce(0) { $0 + DiskUse.bytes(of: $1) })
    }.filter { $0.bytes > 0 }
  }

  /// Removes shadow work trees that no run holds, scratch folders and indexes that were left behind, and
  /// answers for work trees that are gone.
  ///
  /// - Returns: the bytes that each part freed.
  public func clean() -> [(part: Part, bytes: Int64)] {
    [Part.trees, .scratch, .names, .copies, .answers].map { part in
      let freed = places(of: part).reduce(Int64(0)) { sum, place in
        let before = DiskUse.bytes(of: place)
        switch part {
        case .trees:
          ShadowSlots(folder: place).trim(to: -1)
          rmdir(place)
        case .scratch where Self.age(place) > Self.scratchAge: DiskUse.remove(place)
        case .names where Self.age(place) > Self.indexAge: unlink(place)
        case .copies where Self.age(place) > Self.indexAge: unlink(place)
        case .answers where StagedAnswer.isOrphan(place): unlink(place)
        default: break
        }
        return sum + before - DiskUse.bytes(of: place)
      }
      return (part, freed)
    }.filter { $0.bytes > 0 }
  }

  /// The files and folders of a part; the repositories' own ones have names of 16 hexadecimal digits.
  private func places(of part: Part) -> [String] {
    let names = DiskUse.names(in: path)
    let repositories = names.filter { $0.utf8.count == 16 && $0.allSatisfy(\.isHexDigit) }
      .map { "\(path)/\($0)" }
    func own(_ prefix: String) -> [String] {
      repositories.flatMap { folder in
        DiskUse.names(in: folder).filter { $0.hasPrefix(prefix) }.map { "\(folder)/\($0)" }
      }
    }
    switch part {
    case .trees: return repositories.map { $0 + "/trees" }
    case .scratch: return own("check-")
    case .names: return own("names.sqlite")
    case .copies: return own("clones-")
    case .answers: return DiskUse.names(in: path + "/answers").map { "\(path)/answers/\($0)" }
    case .results: return names.filter { $0.hasPrefix("results.sqlite") }.map { "\(path)/\($0)" }
    }
  }

  /// How long ago a file was last written, in seconds.
  private static func age(_ path: String) -> Int {
    var status = stat()
    guard lstat(path, &status) == 0 else { return 0 }
    #if canImport(Darwin)
      return time(nil) - status.st_mtimespec.tv_sec
    #else
      return time(nil) - status.st_mtim.tv_sec
    #endif
  }
}
