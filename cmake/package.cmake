# Describes the Debian package of the command and the library that `make package` builds.

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME dkr-ls)
set(CPACK_PACKAGE_VENDOR "The dkr-ls authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "list the container images of a Docker engine")
set(CPACK_PACKAGE_DESCRIPTION
    "dkr-ls shows what container images a machine holds: how old they are, how big,
and what they add up to. It asks the Docker engine itself, answers in
milliseconds, and is a plugin of docker, too: docker ls.
.
Under it lies dkrls, a header-only C++20 library that can do all the command
can. Its headers are here, with CMake and pkg-config files.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "The dkr-ls authors <dkr-ls@dkr-ls.invalid>")
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
if(NOT DKRLS_STATIC)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON) # a static program needs nothing
endif()
# Only the headers need Boost; the command does not.
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "docker-cli | docker.io, libboost-json-dev (>= 1.81) | libboost-json1.81-dev")

# Files that Debian requires in every package.
set(debian ${PROJECT_BINARY_DIR}/debian)
string(TIMESTAMP package_date "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(CONFIGURE OUTPUT ${debian}/changelog CONTENT [[
dkr-ls (@PROJECT_VERSION@) unstable; urgency=medium

  * See CHANGELOG.md for the changes.

 -- @CPACK_DEBIAN_PACKAGE_MAINTAINER@  @package_date@
]] @ONLY)
add_custom_command(OUTPUT ${debian}/changelog.gz
                   COMMAND gzip --best --no-name --stdout ${debian}/changelog > ${debian}/changelog.gz
                   DEPENDS ${debian}/changelog)
add_custom_target(dkr-ls-debian ALL DEPENDS ${debian}/changelog.gz)
file(CONFIGURE OUTPUT ${debian}/overrides CONTENT [[
# Intended: one binary that runs on every system without dependencies.
dkr-ls: statically-linked-binary
]])

set(debian_only COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES LICENSE DESTINATION share/doc/dkr-ls RENAME copyright ${debian_only})
install(FILES ${debian}/changelog.gz DESTINATION share/doc/dkr-ls ${debian_only})
install(FILES ${debian}/overrides DESTINATION share/lintian/overrides RENAME dkr-ls ${debian_only})
set(CPACK_INSTALL_CMAKE_PROJECTS "${PROJECT_BINARY_DIR};dkrls;ALL;/;${PROJECT_BINARY_DIR};dkrls;debian;/")

include(CPack)
