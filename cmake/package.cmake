# SPDX-License-Identifier: MIT
#
# Describes the Debian packages that `make package` builds: dkr-ls, the command, and libdkrls-dev, the
# library.

set(CPACK_GENERATOR DEB)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL command development)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_PACKAGE_NAME dkr-ls)
set(CPACK_PACKAGE_VENDOR "The dkr-ls authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # each package has its own
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "The dkr-ls authors <dkr-ls@dkr-ls.invalid>")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_COMMAND_PACKAGE_NAME dkr-ls)
set(CPACK_DEBIAN_COMMAND_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_COMMAND_PACKAGE_SUGGESTS "docker-cli | docker.io")
set(CPACK_DEBIAN_COMMAND_DESCRIPTION
    "list the container images of a Docker engine
dkr-ls shows what container images a machine holds: how old they are, how big,
and what they add up to. It asks the Docker engine itself, answers in
milliseconds, and is a plugin of docker, too: docker ls.")
if(NOT DKRLS_STATIC)
  set(CPACK_DEBIAN_COMMAND_PACKAGE_SHLIBDEPS ON) # a static program needs nothing
endif()

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libdkrls-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
# Only this Boost, because of the archives.
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
    libboost-json${Boost_VERSION_MAJOR}.${Boost_VERSION_MINOR}-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_RECOMMENDS libssl-dev)
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION
    "C++20 library to list the container images of a Docker engine
dkrls can do all that the command dkr-ls can: find the engine, list and choose
images, and work out what removing them frees. These are its headers and its
archives, for programs with TLS and without, with CMake and pkg-config files.")

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

foreach(component command development)
  string(TOUPPER ${component} upper)
  install(FILES cmake/debian/copyright ${debian}/changelog.gz
          DESTINATION share/doc/${CPACK_DEBIAN_${upper}_PACKAGE_NAME}
          COMPONENT ${component} EXCLUDE_FROM_ALL)
endforeach()
# The notices of what the command is linked with, from the packages of these libraries. Boost's license wants none in
# programs.
if(DKRLS_STATIC)
  string(REGEX MATCH "^[0-9]+" gcc_version "${CMAKE_CXX_COMPILER_VERSION}")
  set(noticed_glibc libc6-dev)
  set(noticed_gcc gcc-${gcc_version}-base)
  set(noticed_openssl libssl-dev)
  foreach(library glibc gcc openssl)
    file(REAL_PATH /usr/share/doc/${noticed_${library}}/copyright notice)
    install(FILES ${notice} DESTINATION share/doc/dkr-ls/notices RENAME ${library}.txt
            COMPONENT command EXCLUDE_FROM_ALL)
  endforeach()
endif()
install(FILES ${debian}/overrides DESTINATION share/lintian/overrides RENAME dkr-ls COMPONENT command
        EXCLUDE_FROM_ALL)

include(CPack)
