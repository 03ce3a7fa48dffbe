// So much alignment malloc gave unasked on a 64-bit machine.
const MIN_ALIGN: usize = 16;

#[no_mangle]
pub extern "C" fn __rust_allocate(size: usize, align: usize) -> *mut u8 {
    if align <= MIN_ALIGN {
        return unsafe { libc::malloc(size as size_t) as *mut u8 };
    }
    // POSIX has a second function, and this one can be told.
    let mut block = ptr::null_mut();
    match unsafe { libc::posix_memalign(&mut block, align as size_t, size as size_t) } {
        0 => block as *mut u8,
        _ => ptr::null_mut(),
    }
}

#[no_mangle]
pub extern "C" fn __rust_reallocate(
    ptr: *mut u8,
    old_size: usize,
    size: usize,
    align: usize,
) -> *mut u8 {
    if align <= MIN_ALIGN {
        return unsafe { libc::realloc(ptr as *mut c_void, size as size_t) as *mut u8 };
    }
    // realloc would forget the alignment. Take a new block and copy.
    let block = __rust_allocate(size, align);
    if !block.is_null() {
        unsafe { ptr::copy_nonoverlapping(ptr, block, cmp::min(old_size, size)) };
        __rust_deallocate(ptr, old_size, align);
    }
    block
}
