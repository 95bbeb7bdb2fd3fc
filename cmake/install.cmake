include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME development)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/dkrls)

install(TARGETS dkrls EXPORT dkrlsTargets FILE_SET HEADERS FILE_SET bodies)
install(EXPORT dkrlsTargets NAMESPACE dkrls:: DESTINATION ${package_dir})

configure_package_config_file(cmake/dkrlsConfig.cmake.in ${PROJECT_BINARY_DIR}/dkrlsConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
# Before 1.0 a minor version may change the interface.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/dkrlsConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES ${PROJECT_BINARY_DIR}/dkrlsConfig.cmake ${PROJECT_BINARY_DIR}/dkrlsConfigVersion.cmake
        DESTINATION ${package_dir})

# The .pc file is the same for every architecture. Its prefix is relative to the file, so that users can move
# the installed files.
file(RELATIVE_PATH prefix_from_pkgconfig /${CMAKE_INSTALL_DATADIR}/pkgconfig /)
configure_file(cmake/dkrls.pc.in ${PROJECT_BINARY_DIR}/dkrls.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/dkrls.pc DESTINATION ${CMAKE_INSTALL_DATADIR}/pkgconfig)

set(doc_dir ${CMAKE_INSTALL_DATADIR}/doc/dkr-ls)
install(FILES README.md CHANGELOG.md DESTINATION ${doc_dir} COMPONENT command)
install(DIRECTORY docs DESTINATION ${doc_dir} COMPONENT command)
# Not in Debian's packages, which have the license in their file "copyright".
install(FILES LICENSE DESTINATION ${doc_dir} COMPONENT license)
