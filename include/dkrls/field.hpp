// SPDX-License-Identifier: MIT
#pragma once

namespace dkrls {

struct Row;
struct Repository;
struct RepositoryUsage;

/// The fields of a row of a listing. A field that docker also has keeps docker's name and heading;
/// detail/format/image_fields.hpp declares the text of each.
enum class ImageField {
  repository,     ///< Row::repository
  tag,            ///< Row::tag
  digest,         ///< a digest in the repository, a line for each
  id,             ///< Row::id, 12 digits or whole
  created_since,  ///< Row::created as an age, "2 weeks ago"
  created_at,     ///< Row::created as a time with its zone
  size,           ///< Row::size with a unit, 3 digits
  labels,         ///< Image::labels, "key=value,key=value"
  containers,     ///< Image::containers
  unique,         ///< FormatOptions::unique with a unit
  virtual_size,   ///< docker's older name of size
  shared_size,    ///< always "N/A", as in docker's list
  unique_size,    ///< always "N/A", as in docker's list
  reference,      ///< what `docker rmi` takes to remove the row alone
  bytes,          ///< Row::size as a number
  created_unix,   ///< Row::created in Unix seconds
  unique_bytes,   ///< FormatOptions::unique as a number
  dangling,       ///< known_dangling()
  host,           ///< Row::host
  platform,       ///< platforms_of()
  content_size,   ///< content_size() with a unit
  tagged_since,   ///< Row::tagged as an age
  tagged_at,      ///< Row::tagged as a time with its zone
};

/// The fields of a repository; see detail/format/repository_fields.hpp.
enum class RepositoryField {
  repository,   ///< Repository::name
  tags,         ///< Repository::tags
  images,       ///< Repository::images
  newest,       ///< Repository::newest as an age
  oldest,       ///< Repository::oldest as an age
  size,         ///< Repository::size with a unit
  bytes,        ///< Repository::size as a number
  newest_unix,  ///< Repository::newest in Unix seconds
  oldest_unix,  ///< Repository::oldest in Unix seconds
  hosts,        ///< Repository::hosts
};

/// The fields of a repository's disk usage; see detail/format/usage_fields.hpp.
enum class UsageField {
  repository,    ///< RepositoryUsage::name
  images,        ///< RepositoryUsage::images
  size,          ///< RepositoryUsage::size with a unit
  unique,        ///< RepositoryUsage::unique with a unit
  bytes,         ///< RepositoryUsage::size as a number
  unique_bytes,  ///< RepositoryUsage::unique as a number, even if it is a lower bound
};

/// @cond
template <class Record>
struct FieldOfRecord;

template <>
struct FieldOfRecord<Row> {
  using type = ImageField;
};

template <>
struct FieldOfRecord<Repository> {
  using type = RepositoryField;
};

template <>
struct FieldOfRecord<RepositoryUsage> {
  using type = UsageField;
};
/// @endcond

/// The fields of a kind of record.
template <class Record>
using FieldOf = typename FieldOfRecord<Record>::type;

}  // namespace dkrls
