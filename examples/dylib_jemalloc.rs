//@ call: print_boxed
//@ needs-library: jemalloc

use std::alloc::{GlobalAlloc, Layout};
use std::os::raw::{c_int, c_void};

// The C functions of jemalloc take the alignment among their flags.
#[link(name = "jemalloc")]
extern "C" {
    fn mallocx(size: usize, flags: c_int) -> *mut c_void;
    fn rallocx(ptr: *mut c_void, size: usize, flags: c_int) -> *mut c_void;
    fn sdallocx(ptr: *mut c_void, size: usize, flags: c_int);
}

// The flag for an alignment is its logarithm to base two.
fn flags(layout: Layout) -> c_int {
    layout.align().trailing_zeros() as c_int
}

struct Jemalloc;

unsafe impl GlobalAlloc for Jemalloc {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        mallocx(layout.size(), flags(layout)).cast()
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        sdallocx(ptr.cast(), layout.size(), flags(layout))
    }

    unsafe fn realloc(
        &self,
        ptr: *mut u8,
        layout: Layout,
        size: usize,
    ) -> *mut u8 {
        rallocx(ptr.cast(), size, flags(layout)).cast()
    }
}

#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

// The host program calls this function. It knows nothing of our allocator.
#[no_mangle]
pub extern "C" fn print_boxed() {
    let number = Box::new(4);
    println!("{number}");
}
