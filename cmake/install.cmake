# SPDX-License-Identifier: MIT
#
# On Debian compilers, pkg-config and CMake search this folder below every prefix. GNUInstallDirs chooses it for the
# prefix /usr only, and the prefix of the packages is not known yet.
if(PROJECT_IS_TOP_LEVEL AND CMAKE_LIBRARY_ARCHITECTURE AND EXISTS /etc/debian_version)
  set(CMAKE_INSTALL_LIBDIR lib/${CMAKE_LIBRARY_ARCHITECTURE} CACHE PATH "Where archives are installed")
endif()
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME development)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/dkrls)

install(TARGETS dkrls EXPORT dkrlsTargets FILE_SET HEADERS FILE_SET bodies)
install(TARGETS dkrls_compiled EXPORT dkrlsCompiledTargets)
install(TARGETS dkrls_tls EXPORT dkrlsTlsTargets)
# One file each, because dkrlsConfig.cmake includes the archives only with what they need.
foreach(targets dkrlsTargets dkrlsCompiledTargets dkrlsTlsTargets)
  install(EXPORT ${targets} NAMESPACE dkrls:: DESTINATION ${package_dir})
endforeach()

configure_package_config_file(cmake/dkrlsConfig.cmake.in ${PROJECT_BINARY_DIR}/dkrlsConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
# Before 1.0 a minor version may change the interface.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/dkrlsConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/dkrlsConfig.cmake ${PROJECT_BINARY_DIR}/dkrlsConfigVersion.cmake
        DESTINATION ${package_dir})

# Installs files for pkg-config below `folder`. Their prefix is relative to the file, so that users can move the
# installed files.
function(install_pkgconfig folder)
  file(RELATIVE_PATH prefix_from_pkgconfig /${folder}/pkgconfig /)
  foreach(name IN LISTS ARGN)
    configure_file(cmake/${name}.pc.in ${PROJECT_BINARY_DIR}/${name}.pc @ONLY)
    install(FILES ${PROJECT_BINARY_DIR}/${name}.pc DESTINATION ${folder}/pkgconfig)
  endforeach()
endfunction()

# The headers are the same for every architecture, the archives are not.
install_pkgconfig(${CMAKE_INSTALL_DATADIR} dkrls)
install_pkgconfig(${CMAKE_INSTALL_LIBDIR} dkrls-compiled dkrls-tls)

set(doc_dir ${CMAKE_INSTALL_DATADIR}/doc/dkr-ls)
# All that README.md links.
install(FILES README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md DESTINATION ${doc_dir} COMPONENT command)
install(DIRECTORY docs DESTINATION ${doc_dir} COMPONENT command)
install(DIRECTORY examples DESTINATION ${doc_dir} COMPONENT command
        FILES_MATCHING PATTERN "*.cpp" PATTERN "example-engine" EXCLUDE PATTERN "expected" EXCLUDE
                       PATTERN "cluster" EXCLUDE)
install(PROGRAMS examples/cluster/swarm-images DESTINATION ${doc_dir}/examples/cluster COMPONENT command)
# Not in Debian's packages, which have the license in their file "copyright".
install(FILES LICENSE DESTINATION ${doc_dir} COMPONENT license)
